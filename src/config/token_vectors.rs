//! A model of token vectors from a folder of the administrator's, in the form in which static models
//! are shared: `model.safetensors` with a table `embeddings`, and `tokenizer.json` of type WordPiece.

use crate::domain::topics::TokenVectors;
use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;
use thiserror::Error;

/// Why a model cannot be used.
#[derive(Debug, Error)]
pub enum ModelFault {
    /// A file of it cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(String, std::io::Error),
    /// The tokenizer is no JSON of the expected form.
    #[error("tokenizer.json is not understood: {0}")]
    Tokenizer(#[from] serde_json::Error),
    /// The tokenizer takes words apart in another way.
    #[error("tokenizer.json is of type {0}, and only WordPiece is understood")]
    Type(String),
    /// The table is no safetensors file, or lacks the table.
    #[error("model.safetensors is not understood: {0}")]
    Table(#[from] safetensors::SafeTensorError),
    /// The table is not one of numbers of 32 bits.
    #[error(
        "the table `embeddings` must have two dimensions and numbers of type F32, not {0:?} of type {1}"
    )]
    Shape(Vec<usize>, Dtype),
    /// The two files do not belong together.
    #[error("tokenizer.json names pieces that the table `embeddings` has no row for")]
    Apart,
}

#[derive(Deserialize)]
struct Tokenizer {
    model: Pieces,
}

#[derive(Deserialize)]
struct Pieces {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    vocab: serde_json::Value,
    #[serde(default = "usual")]
    continuing_subword_prefix: String,
}

fn usual() -> String {
    "##".to_owned()
}

/// Reads the model in a folder.
///
/// # Errors
/// What is wrong with it.
pub fn load(folder: &Path) -> Result<TokenVectors, ModelFault> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|e| ModelFault::Unreadable(path.display().to_string(), e))
    };
    let Tokenizer { model } = serde_json::from_slice(&read("tokenizer.json")?)?;
    match model.kind {
        Some(kind) if kind != "WordPiece" => return Err(ModelFault::Type(kind)),
        Some(_) | None => {}
    }
    let pieces: HashMap<String, u32> = serde_json::from_value(model.vocab)?;
    let bytes = read("model.safetensors")?;
    let table = SafeTensors::deserialize(&bytes)?;
    let table = table.tensor("embeddings")?;
    let (&[_, width], Dtype::F32) = (table.shape(), table.dtype()) else {
        return Err(ModelFault::Shape(table.shape().to_vec(), table.dtype()));
    };
    let (numbers, _) = table.data().as_chunks::<4>();
    let numbers = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes));
    TokenVectors::new(
        pieces,
        model.continuing_subword_prefix,
        width,
        numbers.collect(),
    )
    .ok_or(ModelFault::Apart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use safetensors::tensor::TensorView;

    const TOKENIZER: &str =
        r###"{"model": {"type": "WordPiece", "vocab": {"dog": 0, "##s": 1, "cat": 2}}}"###;

    /// A model of two numbers a row, made in a folder.
    fn model(tokenizer: &str, rows: usize, kind: Dtype) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("tokenizer.json"), tokenizer).unwrap();
        let numbers: Vec<u8> = (0_u8..)
            .map(f32::from)
            .take(rows * 2)
            .flat_map(f32::to_le_bytes)
            .collect();
        let shape = match kind {
            Dtype::F32 => vec![rows, 2],
            _ => vec![rows, 4],
        };
        let view = TensorView::new(kind, shape, &numbers).unwrap();
        let file = folder.path().join("model.safetensors");
        safetensors::serialize_to_file([("embeddings", view)], None, &file).unwrap();
        folder
    }

    fn refused(folder: &Path) -> String {
        load(folder).unwrap_err().to_string()
    }

    #[test]
    fn a_model_gives_each_word_the_vector_of_its_pieces() {
        let folder = model(TOKENIZER, 3, Dtype::F32);
        let model = load(folder.path()).unwrap();
        assert_eq!(model.width(), 2);
        // The rows are (0, 1), (2, 3) and (4, 5).
        assert_eq!(model.of("dog"), Some(vec![0.0, 1.0]));
        let length = (2.0_f32 * 2.0 + 4.0 * 4.0).sqrt();
        assert_eq!(model.of("dogs"), Some(vec![2.0 / length, 4.0 / length]));
        assert_eq!(model.of("cattle"), None);
    }

    #[test]
    fn what_is_wrong_with_a_model_is_said_in_one_sentence() {
        let none = tempfile::tempdir().unwrap();
        assert!(refused(none.path()).contains("tokenizer.json cannot be read"));
        let unigram = TOKENIZER.replace("WordPiece", "Unigram");
        let folder = model(&unigram, 3, Dtype::F32);
        assert!(refused(folder.path()).contains("of type Unigram"));
        let folder = model("{}", 3, Dtype::F32);
        assert!(refused(folder.path()).contains("tokenizer.json is not understood"));
        let folder = model(TOKENIZER, 2, Dtype::F32);
        assert!(refused(folder.path()).contains("no row for"));
        let folder = model(TOKENIZER, 3, Dtype::F16);
        assert!(refused(folder.path()).contains("type F32, not [3, 4] of type F16"));
        std::fs::write(folder.path().join("model.safetensors"), "short").unwrap();
        assert!(refused(folder.path()).contains("model.safetensors is not understood"));
    }
}

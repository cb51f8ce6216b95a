//! A second way to the same numbers: Newton's steps on the likelihood, each term with the derivative
//! of the formula, solved by elimination with pivots.

pub type Row = (f64, f64, Vec<f64>);

pub struct Found {
    pub step: f64,
    pub error: f64,
}

fn eliminated(mut matrix: Vec<Vec<f64>>, mut right: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let size = matrix.len();
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|a, b| {
                matrix[*a][column]
                    .abs()
                    .total_cmp(&matrix[*b][column].abs())
            })
            .unwrap();
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let (over, beside) = (matrix[column].clone(), right[column].clone());
        for row in (0..size).filter(|row| *row != column) {
            let factor = matrix[row][column] / over[column];
            let less = |row: &mut [f64], by: &[f64]| {
                for (value, by) in row.iter_mut().zip(by) {
                    *value -= factor * by;
                }
            };
            less(&mut matrix[row], &over);
            less(&mut right[row], &beside);
        }
    }
    for row in 0..size {
        for value in &mut right[row] {
            *value /= matrix[row][row];
        }
    }
    right
}

pub fn fit(rows: &[Row]) -> Found {
    let size = rows[0].2.len();
    let mut beta = vec![0.0; size];
    let counts: f64 = rows.iter().map(|row| row.0).sum();
    let room: f64 = rows.iter().map(|row| row.1.exp()).sum();
    beta[1] = (counts / room).ln();
    let mean = |row: &Row, beta: &[f64]| {
        let sum: f64 = row.2.iter().zip(beta).map(|(x, b)| x * b).sum();
        (row.1 + sum).exp()
    };
    let hessian = |beta: &[f64]| {
        let mut sums = vec![vec![0.0; size]; size];
        for row in rows {
            for (i, sums) in sums.iter_mut().enumerate() {
                for (j, sum) in sums.iter_mut().enumerate() {
                    *sum += mean(row, beta) * row.2[i] * row.2[j];
                }
            }
        }
        sums
    };
    for _ in 0..200 {
        let gradient: Vec<Vec<f64>> = (0..size)
            .map(|i| vec![rows.iter().map(|r| (r.0 - mean(r, &beta)) * r.2[i]).sum()])
            .collect();
        let moved = eliminated(hessian(&beta), gradient);
        for (b, moved) in beta.iter_mut().zip(&moved) {
            *b += moved[0].clamp(-1.0, 1.0);
        }
    }
    let unit = (0..size).map(|i| (0..size).map(|j| f64::from(u8::from(i == j))).collect());
    let inverse = eliminated(hessian(&beta), unit.collect());
    let squares: f64 = rows
        .iter()
        .map(|r| (r.0 - mean(r, &beta)).powi(2) / mean(r, &beta))
        .sum();
    let left = f64::from(u32::try_from(rows.len() - size).unwrap());
    let dispersion = (squares / left).max(1.0);
    Found {
        step: beta[0],
        error: (dispersion * inverse[0][0]).sqrt(),
    }
}

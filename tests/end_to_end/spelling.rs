//! What people read is spelt as it is here: pages, letters, the sentences of the program and those of the
//! laws of the United Kingdom.

use std::path::{Path, PathBuf};

/// Beginnings of words as they are spelt in the United States, each with how they are spelt here.
const BEGINNINGS: [(&str, &str); 102] = [
    ("agoniz", "agonis"),
    ("alphabetiz", "alphabetis"),
    ("analyz", "analys"),
    ("anonymiz", "anonymis"),
    ("apologiz", "apologis"),
    ("authoriz", "authoris"),
    ("capitaliz", "capitalis"),
    ("categoriz", "categoris"),
    ("centraliz", "centralis"),
    ("characteriz", "characteris"),
    ("civiliz", "civilis"),
    ("commercializ", "commercialis"),
    ("criminaliz", "criminalis"),
    ("criticiz", "criticis"),
    ("crystalliz", "crystallis"),
    ("customiz", "customis"),
    ("digitiz", "digitis"),
    ("dramatiz", "dramatis"),
    ("economiz", "economis"),
    ("emphasiz", "emphasis"),
    ("equaliz", "equalis"),
    ("familiariz", "familiaris"),
    ("finaliz", "finalis"),
    ("formaliz", "formalis"),
    ("generaliz", "generalis"),
    ("harmoniz", "harmonis"),
    ("hospitaliz", "hospitalis"),
    ("humaniz", "humanis"),
    ("idealiz", "idealis"),
    ("immuniz", "immunis"),
    ("individualiz", "individualis"),
    ("initializ", "initialis"),
    ("institutionaliz", "institutionalis"),
    ("internationaliz", "internationalis"),
    ("italiciz", "italicis"),
    ("legaliz", "legalis"),
    ("localiz", "localis"),
    ("magnetiz", "magnetis"),
    ("marginaliz", "marginalis"),
    ("maximiz", "maximis"),
    ("mechaniz", "mechanis"),
    ("memoriz", "memoris"),
    ("minimiz", "minimis"),
    ("mobiliz", "mobilis"),
    ("moderniz", "modernis"),
    ("monopoliz", "monopolis"),
    ("nationaliz", "nationalis"),
    ("neutraliz", "neutralis"),
    ("normaliz", "normalis"),
    ("optimiz", "optimis"),
    ("organiz", "organis"),
    ("penaliz", "penalis"),
    ("personaliz", "personalis"),
    ("populariz", "popularis"),
    ("prioritiz", "prioritis"),
    ("privatiz", "privatis"),
    ("professionaliz", "professionalis"),
    ("publiciz", "publicis"),
    ("randomiz", "randomis"),
    ("rationaliz", "rationalis"),
    ("realiz", "realis"),
    ("recogniz", "recognis"),
    ("regulariz", "regularis"),
    ("revolutioniz", "revolutionis"),
    ("scrutiniz", "scrutinis"),
    ("sensitiz", "sensitis"),
    ("serializ", "serialis"),
    ("socializ", "socialis"),
    ("specializ", "specialis"),
    ("stabiliz", "stabilis"),
    ("standardiz", "standardis"),
    ("steriliz", "sterilis"),
    ("subsidiz", "subsidis"),
    ("summariz", "summaris"),
    ("symboliz", "symbolis"),
    ("synchroniz", "synchronis"),
    ("synthesiz", "synthesis"),
    ("theoriz", "theoris"),
    ("vandaliz", "vandalis"),
    ("visualiz", "visualis"),
    ("utiliz", "utilis"),
    ("itemiz", "itemis"),
    ("paralyz", "paralys"),
    ("behavior", "behaviour"),
    ("candor", "candour"),
    ("clamor", "clamour"),
    ("clangor", "clangour"),
    ("color", "colour"),
    ("demeanor", "demeanour"),
    ("endeavor", "endeavour"),
    ("favor", "favour"),
    ("fervor", "fervour"),
    ("flavor", "flavour"),
    ("glamor", "glamour"),
    ("misdemeanor", "misdemeanour"),
    ("neighbor", "neighbour"),
    ("parlor", "parlour"),
    ("rancor", "rancour"),
    ("savior", "saviour"),
    ("splendor", "splendour"),
    ("dishonor", "dishonour"),
    ("discolor", "discolour"),
];

/// Whole words, which may have an s after them.
const WHOLE: [(&str, &str); 140] = [
    ("arbor", "arbour"),
    ("ardor", "ardour"),
    ("armor", "armour"),
    ("harbor", "harbour"),
    ("humor", "humour"),
    ("labor", "labour"),
    ("odor", "odour"),
    ("rigor", "rigour"),
    ("rumor", "rumour"),
    ("savor", "savour"),
    ("tumor", "tumour"),
    ("valor", "valour"),
    ("vapor", "vapour"),
    ("vigor", "vigour"),
    ("appareled", "apparelled"),
    ("barreled", "barrelled"),
    ("beveled", "bevelled"),
    ("canceled", "cancelled"),
    ("canceling", "cancelling"),
    ("caviled", "cavilled"),
    ("channeled", "channelled"),
    ("channeling", "channelling"),
    ("chiseled", "chiselled"),
    ("counseled", "counselled"),
    ("counseling", "counselling"),
    ("counselor", "counsellor"),
    ("cudgeled", "cudgelled"),
    ("dialed", "dialled"),
    ("dialing", "dialling"),
    ("dueled", "duelled"),
    ("enameled", "enamelled"),
    ("equaled", "equalled"),
    ("equaling", "equalling"),
    ("fueled", "fuelled"),
    ("fueling", "fuelling"),
    ("funneled", "funnelled"),
    ("gaveled", "gavelled"),
    ("graveled", "gravelled"),
    ("groveled", "grovelled"),
    ("initialed", "initialled"),
    ("initialing", "initialling"),
    ("kenneled", "kennelled"),
    ("labeled", "labelled"),
    ("labeling", "labelling"),
    ("leveled", "levelled"),
    ("leveling", "levelling"),
    ("libeled", "libelled"),
    ("libeling", "libelling"),
    ("marshaled", "marshalled"),
    ("marveled", "marvelled"),
    ("marvelous", "marvellous"),
    ("modeled", "modelled"),
    ("modeling", "modelling"),
    ("paneled", "panelled"),
    ("paneling", "panelling"),
    ("penciled", "pencilled"),
    ("quarreled", "quarrelled"),
    ("quarreling", "quarrelling"),
    ("reveled", "revelled"),
    ("rivaled", "rivalled"),
    ("shoveled", "shovelled"),
    ("signaled", "signalled"),
    ("signaling", "signalling"),
    ("snorkeled", "snorkelled"),
    ("spiraled", "spiralled"),
    ("stenciled", "stencilled"),
    ("totaled", "totalled"),
    ("totaling", "totalling"),
    ("traveled", "travelled"),
    ("traveler", "traveller"),
    ("traveling", "travelling"),
    ("tunneled", "tunnelled"),
    ("tunneling", "tunnelling"),
    ("unraveled", "unravelled"),
    ("unlabeled", "unlabelled"),
    ("worshiped", "worshipped"),
    ("worshiping", "worshipping"),
    ("kidnaped", "kidnapped"),
    ("center", "centre"),
    ("centimeter", "centimetre"),
    ("caliber", "calibre"),
    ("fiber", "fibre"),
    ("kilometer", "kilometre"),
    ("liter", "litre"),
    ("luster", "lustre"),
    ("maneuver", "manoeuvre"),
    ("meager", "meagre"),
    ("millimeter", "millimetre"),
    ("ocher", "ochre"),
    ("reconnoiter", "reconnoitre"),
    ("saber", "sabre"),
    ("scepter", "sceptre"),
    ("somber", "sombre"),
    ("specter", "spectre"),
    ("theater", "theatre"),
    ("catalog", "catalogue"),
    ("dialog", "dialogue"),
    ("monolog", "monologue"),
    ("epilog", "epilogue"),
    ("defense", "defence"),
    ("offense", "offence"),
    ("pretense", "pretence"),
    ("fulfill", "fulfil"),
    ("fulfillment", "fulfilment"),
    ("enroll", "enrol"),
    ("enrollment", "enrolment"),
    ("installment", "instalment"),
    ("skillful", "skilful"),
    ("willful", "wilful"),
    ("aging", "ageing"),
    ("airplane", "aeroplane"),
    ("aluminum", "aluminium"),
    ("anemia", "anaemia"),
    ("anesthetic", "anaesthetic"),
    ("archeology", "archaeology"),
    ("artifact", "artefact"),
    ("cozy", "cosy"),
    ("diarrhea", "diarrhoea"),
    ("encyclopedia", "encyclopaedia"),
    ("estrogen", "oestrogen"),
    ("fetus", "foetus"),
    ("gray", "grey"),
    ("gynecology", "gynaecology"),
    ("hemorrhage", "haemorrhage"),
    ("jewelry", "jewellery"),
    ("leukemia", "leukaemia"),
    ("licorice", "liquorice"),
    ("mold", "mould"),
    ("molt", "moult"),
    ("mustache", "moustache"),
    ("orthopedic", "orthopaedic"),
    ("pajamas", "pyjamas"),
    ("pediatric", "paediatric"),
    ("plow", "plough"),
    ("skeptical", "sceptical"),
    ("smolder", "smoulder"),
    ("sulfur", "sulphur"),
    ("gotten", "got"),
    ("sidewalk", "pavement"),
    ("gasoline", "petrol"),
];

/// What other programs call things, and what others may write in a log of theirs.
const OF_OTHERS: [&str; 10] = [
    "name=\"color-scheme\"",
    "color: #000",
    "\"center\" |",
    "\"center\",",
    "ANALYZE\"",
    "ANALYZE sqlite_schema\"",
    "contains(\"neighbors\")",
    "\"organization\" => \"organisation\"",
    "            \"organization\",",
    "X-MS-Exchange-Organization",
];

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
}

/// A word as it is not spelt here, with how it is.
fn foreign(text: &str) -> Option<(&'static str, &'static str)> {
    let mut words = text
        .split(|c: char| !c.is_alphabetic())
        .map(str::to_lowercase);
    words.find_map(|word| {
        let singular = word.strip_suffix('s').unwrap_or(&word);
        let begins = BEGINNINGS.iter().find(|(there, _)| word.starts_with(there));
        let is = |(there, _): &&(&str, &str)| *there == word || *there == singular;
        begins.or_else(|| WHOLE.iter().find(is)).copied()
    })
}

/// What people read of a line: of a program what it quotes, of a law's file not the names of its keys.
fn read(line: &str, ending: &str) -> String {
    match ending {
        "rs" | "toml" => line
            .split('"')
            .skip(1)
            .step_by(2)
            .collect::<Vec<_>>()
            .join(" "),
        _ => line.to_owned(),
    }
}

#[test]
fn nothing_people_read_is_spelt_as_in_the_united_states() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    let mut lines = 0;
    for (folder, ending) in [
        ("templates", "hbs"),
        ("src", "rs"),
        ("config/regimes", "toml"),
    ] {
        let mut found = Vec::new();
        files(&root.join(folder), ending, &mut found);
        // The laws of other places are cited in their own words.
        let ours = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            ending != "toml"
                || ["uk-", "scot-", "ni-"]
                    .iter()
                    .any(|of| name.starts_with(of))
        };
        for file in found.iter().filter(|path| ours(path)) {
            let text = std::fs::read_to_string(file).unwrap();
            for line in text.lines() {
                lines += 1;
                let named = OF_OTHERS.iter().any(|other| line.contains(other));
                if let Some((there, here)) = foreign(&read(line, ending)).filter(|_| !named) {
                    wrong.push(format!("{}: {there} for {here}: {line}", file.display()));
                }
            }
        }
    }
    assert!(lines > 20_000, "{lines}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_word_spelt_otherwise_is_found_in_any_form_and_one_spelt_as_here_is_not() {
    assert!(BEGINNINGS.len() + WHOLE.len() >= 200);
    for (there, here) in BEGINNINGS.iter().chain(&WHOLE) {
        assert!(foreign(&format!("We {there} it.")).is_some(), "{there}");
        assert_eq!(foreign(&format!("We {here} it.")), None, "{here}");
    }
    for said in [
        "Reorganise the Licences",
        "Prizes of all sizes",
        "a parameter",
        "literally",
    ] {
        assert_eq!(foreign(said), None, "{said}");
    }
    assert!(foreign("The ORGANIZATIONS").is_some() && foreign("two theaters").is_some());
}

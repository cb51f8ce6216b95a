//! Topics that recur at a police force, in our own words.

/// A topic that recurs: ways to ask for it, and how it usually ends.
pub struct Theme {
    /// Short titles.
    pub titles: &'static [&'static str],
    /// The heart of the question, each in other words.
    pub asks: &'static [&'static str],
    /// How often it is asked, against the others.
    pub weight: u64,
    /// Of a thousand answers, how many are full, in part, refused, not held; the rest neither
    /// confirm nor deny.
    pub ends: [u64; 4],
    /// The exemption it meets where something is withheld.
    pub exemption: &'static str,
    /// The team that answers.
    pub team: &'static str,
}

const fn theme(
    weight: u64,
    ends: [u64; 4],
    exemption: &'static str,
    team: &'static str,
    titles: &'static [&'static str],
    asks: &'static [&'static str],
) -> Theme {
    Theme {
        titles,
        asks,
        weight,
        ends,
        exemption,
        team,
    }
}

/// The topics that recur.
pub const THEMES: [Theme; 24] = [
    theme(
        10,
        [700, 200, 60, 40],
        "s.40(2)",
        "Crime",
        &["Knife crime figures", "Offences with knives"],
        &[
            "the number of knife crime offences recorded",
            "how many offences involving a knife or blade were recorded",
            "figures for knife possession and knife robbery",
        ],
    ),
    theme(
        18,
        [720, 180, 60, 40],
        "s.40(2)",
        "Operations",
        &["Stop and search", "Stop and search by ethnicity"],
        &[
            "the number of stop and search encounters and their outcomes",
            "how many people were stopped and searched and the ethnicity recorded",
            "stop and search figures including the reason for each search",
        ],
    ),
    theme(
        8,
        [650, 250, 60, 40],
        "s.40(2)",
        "Operations",
        &["Taser use", "Use of Taser"],
        &[
            "the number of times Taser was drawn, aimed and fired",
            "how often officers fired a Taser at a person under 18",
            "Taser discharges and any injuries that followed",
        ],
    ),
    theme(
        14,
        [600, 250, 100, 50],
        "s.31",
        "Roads",
        &["Speed camera fines", "Speeding tickets"],
        &[
            "the number of speeding fines issued by each fixed camera",
            "which speed camera caught the most drivers and the money raised",
            "speeding notices by road and the highest speed recorded",
        ],
    ),
    theme(
        9,
        [740, 160, 60, 40],
        "s.40(2)",
        "Finance",
        &["Overtime payments", "Spending on overtime"],
        &[
            "the amount spent on police overtime",
            "overtime payments to officers by rank",
            "the total overtime bill and the ten highest overtime payments",
        ],
    ),
    theme(
        8,
        [380, 420, 150, 50],
        "s.40(2)",
        "Professional Standards",
        &["Officer misconduct", "Misconduct hearings"],
        &[
            "the number of officers dismissed for gross misconduct",
            "misconduct hearings and the allegation in each",
            "how many officers were suspended on full pay during a misconduct investigation",
        ],
    ),
    theme(
        7,
        [700, 200, 60, 40],
        "s.40(2)",
        "Crime",
        &["Burglary detection", "Burglaries solved"],
        &[
            "how many residential burglaries were reported and how many were solved",
            "the burglary detection rate",
            "burglary reports and charges that followed",
        ],
    ),
    theme(
        8,
        [760, 150, 50, 40],
        "s.40(2)",
        "Crime",
        &["Vehicle theft", "Stolen cars"],
        &[
            "the number of stolen vehicles by make and model",
            "how many cars were stolen using keyless entry",
            "vehicle thefts and vehicles recovered",
        ],
    ),
    theme(
        6,
        [640, 230, 80, 50],
        "s.31",
        "Technology",
        &["Facial recognition", "Live facial recognition deployments"],
        &[
            "the deployments of live facial recognition and the number of faces scanned",
            "facial recognition watchlist size and false alerts",
            "policies and impact assessments for live facial recognition",
        ],
    ),
    theme(
        6,
        [700, 190, 60, 50],
        "s.31",
        "Technology",
        &["Body-worn video", "Body-worn camera policy"],
        &[
            "the policy for retaining body-worn video",
            "how many body-worn cameras are in use and what they cost",
            "body-worn video footage deleted or lost",
        ],
    ),
    theme(
        6,
        [600, 230, 120, 50],
        "s.31",
        "Operations",
        &["Drones", "Police drone flights"],
        &[
            "the number of drone flights and their purpose",
            "how many drones are owned and what each cost",
            "drone deployments at protests",
        ],
    ),
    theme(
        7,
        [760, 150, 50, 40],
        "s.40(2)",
        "Crime",
        &["Mobile phone theft", "Phone snatches"],
        &[
            "the number of mobile phones reported stolen",
            "phone snatching by riders of mopeds and e-bikes",
            "mobile phone thefts and how many were returned to their owners",
        ],
    ),
    theme(
        5,
        [780, 140, 40, 40],
        "s.40(2)",
        "Crime",
        &["Bicycle theft", "Stolen bikes"],
        &[
            "the number of bicycles reported stolen near railway stations",
            "bicycle thefts that ended in a charge",
            "stolen bicycle reports closed without investigation",
        ],
    ),
    theme(
        7,
        [690, 210, 60, 40],
        "s.40(2)",
        "People",
        &["Sickness absence", "Officers off sick with stress"],
        &[
            "the number of officers absent through stress, anxiety or depression",
            "working days lost to sickness",
            "sickness absence by department and its cost",
        ],
    ),
    theme(
        6,
        [720, 190, 50, 40],
        "s.40(2)",
        "People",
        &["Recruitment and diversity", "New officers by ethnicity"],
        &[
            "the number of officers recruited and their ethnicity and sex",
            "applications, offers and withdrawals in each recruitment campaign",
            "the number of officers who resigned within two years of joining",
        ],
    ),
    theme(
        6,
        [640, 260, 60, 40],
        "s.43",
        "Finance",
        &["IT contracts", "Software contracts"],
        &[
            "contracts for software and their renewal dates",
            "the supplier, value and expiry of each IT contract",
            "what is spent on cloud hosting and support contracts",
        ],
    ),
    theme(
        5,
        [780, 150, 40, 30],
        "s.43",
        "Finance",
        &["Interpreters and translation", "Cost of translation"],
        &[
            "the amount spent on interpreters and translation by language",
            "spending on telephone interpreting",
            "the translation budget and the languages most in demand",
        ],
    ),
    theme(
        5,
        [100, 150, 450, 40],
        "s.30",
        "Crime",
        &["Payments to informants", "Informant payments"],
        &[
            "the total paid to informants",
            "money paid to covert human intelligence sources",
            "how many informants were paid",
        ],
    ),
    theme(
        6,
        [720, 190, 50, 40],
        "s.40(2)",
        "Crime",
        &["Missing persons", "Missing children"],
        &[
            "the number of people reported missing and still missing",
            "children missing from care more than once",
            "missing person reports by age and risk level",
        ],
    ),
    theme(
        5,
        [740, 160, 50, 50],
        "s.40(2)",
        "Crime",
        &["Drink spiking", "Spiking reports"],
        &[
            "reports of drink and needle spiking",
            "spiking incidents at pubs and clubs and arrests made",
            "the number of spiking allegations by venue type",
        ],
    ),
    theme(
        14,
        [760, 150, 50, 40],
        "s.31",
        "Contact",
        &["Response times", "999 and 101 response times"],
        &[
            "the average response time to emergency calls",
            "how long callers to 101 waited and how many gave up",
            "999 response times against the target",
        ],
    ),
    theme(
        5,
        [720, 190, 50, 40],
        "s.40(2)",
        "Licensing",
        &["Firearms licensing", "Shotgun certificates"],
        &[
            "the number of shotgun certificates granted, refused and revoked",
            "how long firearms licence applications take",
            "firearms certificate holders by age",
        ],
    ),
    theme(
        7,
        [660, 240, 60, 40],
        "s.40(2)",
        "Crime",
        &["Domestic abuse", "Domestic abuse charges"],
        &[
            "domestic abuse offences and how many led to a charge",
            "domestic abuse allegations against serving officers",
            "the use of domestic violence protection notices",
        ],
    ),
    theme(
        5,
        [760, 160, 40, 40],
        "s.31",
        "Operations",
        &["Policing football matches", "Cost of football policing"],
        &[
            "the cost of policing football matches and what clubs paid",
            "arrests at football grounds",
            "officers deployed at each football match",
        ],
    ),
];

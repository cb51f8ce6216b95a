//! What a Daylight of each step writes, and what the steps after it make of that.

/// The step from which on a table, or more of its columns, is there, and what is written into a row of
/// it after the step of number `{n}`; `{t}` is a moment, `{d}` a day, `{x}` bytes.
pub const ROWS: [(&str, &str, &str); 78] = [
    ("m0001", "meta", "key = 'kept-{n}', value = 'so'"),
    (
        "m0001",
        "people",
        "id = {n}, name = 'Olga', email = '{n}@police.example', password_hash = 'hash', role = 'officer', team = 'Traffic', active = TRUE, created_at = {t}",
    ),
    (
        "m0001",
        "sessions",
        "token_hash = 'session-{n}', person_id = {n}, csrf = 'csrf', created_at = {t}, expires_at = {t}",
    ),
    (
        "m0001",
        "submissions",
        "token = 'form-{n}', reference = 'FOI-{n}', at = {t}",
    ),
    (
        "m0002",
        "requesters",
        "id = {n}, match_key = 'ada', name = 'Ada', email = 'ada@example.org', address = '1 High Street', category = 'media', erased_at = {t}",
    ),
    ("m0002", "counters", "name = 'of-{n}', value = {n}"),
    (
        "m0002",
        "cases",
        "id = {n}, reference = 'FOI-{n}', version = 1, regime = 'uk-foia-2000', calendar = 'uk-any-part', channel = 'email', received = {d}, due = {d}, queue_due = {d}, latest_extended_due = {d}, clock_state = 'running', provisional = FALSE, stage = 'drafting', open = TRUE, responded = {d}, closed = {d}, ended = {d}, outcome = 'refused', already_public = FALSE, extended = TRUE, team = 'Traffic', officer_id = {n}, requester_id = {n}, requester_key = 'ada', topic_id = {n}, effort_minutes = 5, subject = 'Patrols', external_reference = 'OLD-{n}', import_key = 'row-{n}', created_at = {t}",
    ),
    (
        "m0002",
        "case_texts",
        "case_id = {n}, salt = 'salt', body = 'How many?'",
    ),
    (
        "m0002",
        "questions",
        "case_id = {n}, number = 1, body = 'How many?', outcome = 'refused', exemptions = 's.31(1)(a); s.40(2)', answer = 'Ten.', withheld = 'The names', why = 'They would be sought out.', public_interest = 'It weighs less.', salt = 'salt'",
    ),
    (
        "m0002",
        "events",
        r#"id = {n}, case_id = {n}, seq = 1, at = {t}, on_date = {d}, role = 'officer', person_id = {n}, kind = 'question_decided', data = '{"kind":"question_decided","number":1}', previous = '', hash = 'hash'"#,
    ),
    // The database numbers them: a step adds some.
    (
        "m0002",
        "writings",
        "case_id = {n}, seq = 1, kind = 'note', at = {t}, salt = 'salt', body = 'A note.'",
    ),
    (
        "m0003",
        "letters",
        "id = {n}, case_id = {n}, message_id = 'letter-{n}@police.example', kind = 'reply', to_name = 'Ada', to_address = 'ada@example.org', subject = 'Patrols', body_text = 'Ten.', body_html = '<p>Ten.</p>', in_reply_to = 'in-{n}', state = 'sent', attempts = 1, next_attempt_at = {t}, claimed_until = {t}, answer = '250 taken', created_at = {t}, sent_at = {t}",
    ),
    (
        "m0005",
        "topics",
        "id = {n}, label = 'Dogs', words = '[]', typical = '[]', standing = 'confirmed', found_at = {t}",
    ),
    ("m0008", "cases", "counts_from = {d}"),
    (
        "m0011",
        "messages",
        "id = {n}, digest = 'digest-{n}', content = 'content', message_id = 'in-{n}', source = 'pipe', received_at = {t}, stored_at = {t}, size = 7, state = 'filed', class = 'message', reason = 'It answers.', from_name = 'Ada', from_address = 'ada@example.org', sent_to = 'foi@police.example', subject = 'Patrols', body = 'How many?', quoted = '> Ten', note = 'Read.', checks = '[]', attachments = '[]', candidates = '[]', handled_by = {n}, handled_at = {t}",
    ),
    ("m0011", "message_bytes", "message = {n}, bytes = {x}"),
    (
        "m0011",
        "message_cases",
        "message = {n}, case_id = {n}, why = 'its reference', seq = 1, at = {t}",
    ),
    (
        "m0011",
        "message_deliveries",
        "id = {n}, message = {n}, source = 'pipe', place = 'here', at = {t}",
    ),
    (
        "m0011",
        "learned_addresses",
        "address = 'ada@example.org', direction = 'from', case_id = {n}, at = {t}",
    ),
    (
        "m0012",
        "letters",
        "server = 'mail.example', thread = 'thread', reported = 'delivered', reported_at = {t}, report = 'It arrived.', settled_at = {t}",
    ),
    (
        "m0012",
        "requesters",
        "failing_since = {t}, failing_why = 'The mailbox is full.'",
    ),
    (
        "m0013",
        "job_runs",
        "job = 'job-{n}', on_date = {d}, at = {t}, letters = 2",
    ),
    (
        "m0014",
        "documents",
        "id = {n}, case_id = {n}, name = 'dogs.csv', size = 1, digest = 'digest', added_by = {n}, added_at = {t}",
    ),
    (
        "m0014",
        "document_pieces",
        "document = {n}, number = 1, bytes = {x}",
    ),
    (
        "m0014",
        "letter_documents",
        "message_id = 'letter-{n}@police.example', document = {n}, attached = TRUE",
    ),
    (
        "m0020",
        "topics",
        "pinned = TRUE, nature = 'own_records', merged_into = {n}",
    ),
    (
        "m0020",
        "cases",
        "topic_confirmed = TRUE, dataset = TRUE, campaign = 3",
    ),
    (
        "m0020",
        "register_events",
        "id = {n}, at = {t}, on_date = {d}, role = 'manager', person_id = {n}, kind = 'confirmed', topic_id = {n}, other_id = {n}, undoes = {n}, said = 'Yes.', data = '{}', previous = '', hash = 'hash'",
    ),
    ("m0021", "topic_assessments", "topic_id = {n}, data = '{}'"),
    (
        "m0021",
        "publication_decisions",
        "id = {n}, topic_id = {n}, decided = {d}, kind = 'publish', every_months = 6, reason = 'Six asked.', owner = 'Traffic', due = {d}, review = {d}, effort = 'small', score = 60, stage = 'published', title = 'Dogs', address = '/dogs', checked = '[]', published = {d}, first_published = {d}, refresh_due = {d}, views = 9, helped = 8, not_helped = 1",
    ),
    (
        "m0021",
        "publication_wishes",
        "case_id = {n}, told_of = {n}",
    ),
    ("m0022", "topics", "cohesion = 0.5"),
    (
        "m0022",
        "similar_cases",
        "case_id = {n}, place = 1, other_id = {n}, shared = '[]'",
    ),
    (
        "m0062",
        "printed_tables",
        "publication_id = {n}, number = 1, printed_on = {d}, data = '{}'",
    ),
    (
        "m0022",
        "topic_suggestions",
        "case_id = {n}, place = 1, topic_id = {n}, fit = 0.5, because = '[]'",
    ),
    (
        "m0022",
        "topic_terms",
        "stem = 'stem-{n}', readings = 5, companions = '[]'",
    ),
    ("m0024", "case_texts", "compared = TRUE"),
    (
        "m0024",
        "question_suggestions",
        "case_id = {n}, question = 1, place = 1, topic_id = {n}, fit = 0.5, because = '[]'",
    ),
    ("m0025", "repeated_sentences", "sentence = {n}"),
    ("m0027", "topic_terms", "topics = '[]'"),
    (
        "m0028",
        "topic_parts",
        "topic_id = {n}, place = 1, label = 'Costs', cases = '[]'",
    ),
    (
        "m0029",
        "unmet_searches",
        "topic_id = {n}, on_day = {d}, searches = 3",
    ),
    ("m0030", "case_words", "case_id = {n}, words = 'dog'"),
    ("m0031", "cases", "secret = 'secret'"),
    (
        "m0032",
        "tries",
        "name = 'try-{n}', made = 2, counts_until = {t}",
    ),
    (
        "m0032",
        "known_addresses",
        "person_id = {n}, address = '192.0.2.1', used_at = {t}",
    ),
    ("m0032", "messages", "form = 'form'"),
    (
        "m0033",
        "letters",
        "priority = 1, claimed_by = 'node', discarded_at = {t}",
    ),
    ("m0034", "topics", "search = {n}"),
    ("m0034", "topic_terms", "search = 0"),
    ("m0034", "topic_parts", "search = 0"),
    ("m0034", "repeated_sentences", "search = 0"),
    (
        "m0034",
        "topic_moves",
        "search = {n}, case_id = {n}, from_topic = {n}, to_topic = {n}",
    ),
    (
        "m0035",
        "publication_readers",
        "publication_id = {n}, on_day = {d}, reader = 'reader', spoke = TRUE",
    ),
    (
        "m0037",
        "cases",
        "first_outcome = 'refused', review_requested = {d}, review_due = {d}, review_completed = {d}",
    ),
    ("m0039", "questions", "decided_seq = 1"),
    (
        "m0039",
        "decision_reasons",
        "case_id = {n}, number = 1, seq = 1, place = 1, section = 's.31(1)(a)', withheld = 'The names', why = 'Why.', harm = 'Harm.', for_disclosure = 'For.', for_withholding = 'Against.', balance = 'Less.', opinion_by = 'The Chief', opinion = 'It is.', opinion_on = {d}, completion = 'Soon.', earlier = 'Before.', together = 'Both.', advice = 'Narrow it.'",
    ),
    (
        "m0040",
        "requester_versions",
        "case_id = {n}, seq = 1, salt = 'salt', name = 'Ida', email = 'ida@example.org', address = '2 High Street', category = 'media', at = {t}",
    ),
    ("m0036", "cases", "waiting_since = {d}"),
    ("m0041", "letters", "salt = 'salt'"),
    ("m0041", "writings", "erased_at = {t}"),
    ("m0041", "documents", "seq = 1"),
    ("m0041", "message_cases", "filed = 1"),
    (
        "m0042",
        "desk_acts",
        "id = {n}, at = {t}, what = 'invited', by_id = {n}, about_id = {n}, role = 'officer'",
    ),
    (
        "m0042",
        "password_links",
        "digest = 'link-{n}', person_id = {n}, purpose = 'reset', made_at = {t}, runs_out_at = {t}",
    ),
    ("m0044", "letters", "public_id = 'letter-{n}'"),
    ("m0044", "documents", "public_id = 'document-{n}'"),
    ("m0044", "messages", "public_id = 'message-{n}'"),
    ("m0046", "requesters", "salt = 'salt'"),
    ("m0051", "documents", "whole = TRUE"),
    (
        "m0052",
        "job_rounds",
        "job = 'job-{n}', ran_at = {t}, failures = 1, why = 'No server.'",
    ),
    ("m0054", "letters", "by_itself = TRUE"),
    ("m0057", "documents", "taken_off_at = {t}"),
    (
        "m0058",
        "question_exemptions",
        "case_id = {n}, number = 1, place = 1, section = 's.31(1)(a)'",
    ),
    ("m0060", "messages", "tries = 2"),
    ("m0063", "decision_reasons", "cure = 'An index.'"),
    ("m0064", "cases", "shape = 'costs', shape_words = 'cost'"),
    (
        "m0065",
        "publication_decisions",
        "ended_on = {d}, ended_because = 'A mistake.'",
    ),
];

/// Columns that a step takes away.
pub const TAKEN_AWAY: [(&str, &str, &str); 1] = [("m0058", "questions", "exemptions")];

/// What a step makes of the rows that were written from one step on and before it: the second.
pub const MADE: [(&str, &str, &str, &str); 12] = [
    (
        "m0022",
        "m0034",
        "topic_terms",
        "stem = 'stem-{n}' AND search = 0",
    ),
    (
        "m0025",
        "m0034",
        "repeated_sentences",
        "sentence = {n} AND search = 0",
    ),
    (
        "m0028",
        "m0034",
        "topic_parts",
        "topic_id = {n} AND search = 0",
    ),
    (
        "m0002",
        "m0039",
        "decision_reasons",
        "case_id = {n} AND seq = 0 AND place = 1 AND section = 's.31(1)(a)' AND withheld = 'The names'",
    ),
    (
        "m0002",
        "m0039",
        "decision_reasons",
        "case_id = {n} AND seq = 0 AND place = 2 AND section = 's.40(2)' AND balance = 'It weighs less.'",
    ),
    (
        "m0002",
        "m0041",
        "writings",
        "case_id = {n} AND seq = 1 AND kind = 'decision' AND body LIKE 'Ten.%The names%It weighs less.'",
    ),
    (
        "m0003",
        "m0044",
        "letters",
        "id = {n} AND LENGTH(public_id) = 36",
    ),
    (
        "m0014",
        "m0044",
        "documents",
        "id = {n} AND LENGTH(public_id) = 36",
    ),
    (
        "m0011",
        "m0044",
        "messages",
        "id = {n} AND LENGTH(public_id) = 36",
    ),
    ("m0040", "m0046", "requesters", "id = {n} AND salt = 'salt'"),
    (
        "m0002",
        "m0058",
        "question_exemptions",
        "case_id = {n} AND number = 1 AND place = 1 AND section = 's.31(1)(a)'",
    ),
    (
        "m0002",
        "m0058",
        "question_exemptions",
        "case_id = {n} AND number = 1 AND place = 2 AND section = 's.40(2)'",
    ),
];

/// What is in no row here: the database fills it by itself, or the words of the search, which are put
/// in otherwise.
pub const NOT_FILLED: [&str; 8] = [
    "seaql_migrations.",
    "sqlite_sequence.",
    "writings.id",
    "open_by_stage.",
    "open_by_due.",
    "flow_by_day.",
    "topic_changes.",
    "case_search",
];

//! The table of rights, as a security officer reads it.

use daylight::domain::rights::Right;
use daylight::domain::role::Role;

/// Who may do what. A change here is a change of who may see or do something: read it twice.
const TABLE: &str = "
HaveAnAccount          officer approver manager director auditor administrator
ReadCases              officer approver manager          auditor
ReadFigures            officer approver manager director auditor
SeePeople                               manager          auditor administrator
LogRequests            officer          manager                                requester system
WorkOnCases            officer          manager
ClearAnswers                   approver manager
TakeBack               officer approver manager                                          system
FileMessages           officer          manager                                requester system
RecordClarifications   officer          manager                                          system
AskForReview           officer          manager                                requester
SpeakAsRequester                                                               requester
Correct                officer          manager
CorrectDetails         officer          manager                                requester
DecideTopics           officer          manager director
PreparePublication     officer          manager director
DecidePublication                       manager director
LookAfterCases                          manager
FollowTheMonth                          manager director
ManagePeople                            manager                  administrator
NameTheAuthority                        manager                  administrator
Oversee                                 manager                  administrator
";

#[test]
fn each_role_has_the_rights_of_the_table_and_no_other() {
    let mut roles = Role::AT_THE_DESK.to_vec();
    roles.extend([Role::Requester, Role::System]);
    let mut table = String::from("\n");
    for right in Right::ALL {
        let mut line = format!("{:<22}", format!("{right:?}"));
        for &role in &roles {
            let name = role.to_string();
            let shown = if role.may(right) { name.as_str() } else { "" };
            line.push_str(&format!(" {shown:<width$}", width = name.len()));
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    assert_eq!(table, TABLE);
}

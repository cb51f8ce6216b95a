//! A form is a form, whatever it says of its method.

use crate::program::Program;

#[test]
fn a_form_that_names_a_method_is_answered_as_a_form() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    let form = [(
        "Content-Type",
        "application/x-www-form-urlencoded".to_owned(),
    )];
    for path in ["/", "/requests", "/publications"] {
        let plain = visitor.ask("POST", path, &form, b"a=b").unwrap().status;
        for method in ["HEAD", "GET", "PUT", "OPTIONS"] {
            let body = format!("_method={method}");
            let reply = visitor.ask("POST", path, &form, body.as_bytes());
            let status = reply.map(|reply| reply.status);
            assert_eq!(status.ok(), Some(plain), "{method} {path}");
        }
    }
}

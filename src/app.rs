//! The program assembled: settings, database, jobs and web server.

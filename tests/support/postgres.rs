//! A temporary PostgreSQL cluster: one for the test process, one database for each test.

use super::ports::free_port;
use super::required::or_skipped;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The user the cluster runs as when the tests run as root, which PostgreSQL refuses.
const USERS: [&str; 2] = ["postgres", "nobody"];

static RUNNING: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
static DATABASES: AtomicUsize = AtomicUsize::new(0);

/// A database of its own for one test; the cluster goes when the last one does.
pub struct Database {
    cluster: Arc<Cluster>,
    name: String,
}

/// A running server and its folder.
struct Cluster {
    programs: Programs,
    folder: PathBuf,
    port: u16,
}

/// Where PostgreSQL's programs are, and as whom to run them.
struct Programs {
    folder: PathBuf,
    user: Option<&'static str>,
}

impl Database {
    /// A new empty database, or nothing where PostgreSQL is missing and not required.
    pub fn create() -> Option<Self> {
        or_skipped("postgres", Self::start())
    }

    /// A database on a server of its own, whose files are in this folder.
    pub fn start_in(folder: PathBuf) -> Result<Self, String> {
        let cluster = Arc::new(Cluster::start_in(folder)?);
        let name = "test".to_owned();
        cluster.ask("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(Self { cluster, name })
    }

    /// Starts the server again where it has stopped.
    pub fn revive(&self) -> Result<(), String> {
        if self.ask("SELECT 1").is_ok() {
            return Ok(());
        }
        self.cluster.launch()
    }

    /// The URL that opens it.
    pub fn url(&self) -> String {
        format!(
            "postgres://daylight@127.0.0.1:{}/{}",
            self.cluster.port, self.name
        )
    }

    /// The same, or why there is none.
    pub fn start() -> Result<Self, String> {
        let cluster = {
            let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
            match running.upgrade() {
                Some(cluster) => cluster,
                None => {
                    let cluster = Arc::new(Cluster::start()?);
                    *running = Arc::downgrade(&cluster);
                    cluster
                }
            }
        };
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::SeqCst));
        cluster.ask("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(Self { cluster, name })
    }

    /// Asks one thing of the database with `psql`: its answer, one row a line.
    pub fn ask(&self, sql: &str) -> Result<String, String> {
        self.cluster.ask(&self.name, sql)
    }
}

impl Cluster {
    fn start() -> Result<Self, String> {
        let folder = tempfile::Builder::new()
            .prefix("daylight-pg-")
            .tempdir()
            .map_err(|e| format!("no temporary folder could be made ({e})"))?
            .keep();
        Self::start_in(folder)
    }

    fn start_in(folder: PathBuf) -> Result<Self, String> {
        let programs = Programs::find()?;
        let cluster = Self {
            programs,
            folder,
            port: free_port(),
        };
        // From here on, dropping the cluster removes its folder.
        if let Some(user) = cluster.programs.user {
            run(Command::new("chown").arg(user).arg(&cluster.folder))?;
        }
        let data = cluster.data();
        let mut initdb = cluster.programs.command("initdb");
        run(initdb
            .arg("--pgdata")
            .arg(&data)
            .args(["--username=daylight", "--auth=trust", "--encoding=UTF8"])
            .args(["--no-locale", "--no-sync"]))?;
        cluster.launch()?;
        Ok(cluster)
    }

    fn launch(&self) -> Result<(), String> {
        let data = self.data();
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories={} -c fsync=off \
             -c full_page_writes=off -c max_connections=200 -c min_wal_size=32MB",
            self.port,
            self.folder.display()
        );
        let mut start = self.programs.command("pg_ctl");
        start.args(["start", "--wait", "--silent", "--timeout=60"]);
        start.arg("--pgdata").arg(&data);
        start.arg("--log").arg(self.folder.join("log"));
        // The server would keep our end of a pipe open for as long as it runs.
        start
            .arg("--options")
            .arg(options)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let status = start
            .status()
            .map_err(|e| format!("pg_ctl cannot be run ({e})"))?;
        if !status.success() {
            let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            return Err(format!("the PostgreSQL server did not start: {log}"));
        }
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn ask(&self, database: &str, sql: &str) -> Result<String, String> {
        let mut psql = self.programs.command("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]);
        psql.args([
            "--host=127.0.0.1",
            "--username=daylight",
            "--set=ON_ERROR_STOP=1",
        ]);
        psql.arg(format!("--port={}", self.port));
        psql.arg(format!("--dbname={database}"));
        let output = run(psql.arg(format!("--command={sql}")))?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        if let Err(error) = self.cluster.ask("postgres", &drop) {
            eprintln!("{error}");
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.programs.command("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--wait", "--silent"]);
        stop.arg("--pgdata").arg(self.data());
        if self.data().join("postmaster.pid").exists()
            && let Err(error) = run(&mut stop)
        {
            eprintln!("{error}");
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("{} cannot be removed: {error}", self.folder.display());
        }
    }
}

impl Programs {
    /// On the path, else the newest version where Debian puts it.
    fn find() -> Result<Self, String> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .flatten()
            .map(|version| version.path().join("bin"))
            .collect();
        versions.sort();
        folders.extend(versions.into_iter().rev());
        let complete = |folder: &Path| {
            ["initdb", "pg_ctl", "psql"]
                .iter()
                .all(|p| folder.join(p).exists())
        };
        let folder = folders.into_iter().find(|folder| complete(folder)).ok_or(
            "initdb, pg_ctl and psql were not found on the path or in /usr/lib/postgresql",
        )?;
        let root = run(Command::new("id").arg("-u"))?
            .stdout
            .starts_with(b"0\n");
        let exists = |user: &&&str| run(Command::new("id").arg(user)).is_ok();
        let user = match root {
            true => Some(
                *USERS
                    .iter()
                    .find(exists)
                    .ok_or("there is no user to run it as")?,
            ),
            false => None,
        };
        Ok(Self { folder, user })
    }

    fn command(&self, program: &str) -> Command {
        let program = self.folder.join(program);
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("setpriv");
                command.args(["--init-groups", "--reset-env"]);
                command.args([
                    format!("--reuid={user}"),
                    format!("--regid={}", group_of(user)),
                ]);
                command.arg(program);
                command
            }
            None => Command::new(program),
        };
        // A folder this user may enter, whatever the working directory is.
        command.current_dir("/").stdin(Stdio::null());
        command
    }
}

fn group_of(user: &str) -> String {
    run(Command::new("id").args(["-gn", user]))
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_else(|_| user.to_owned())
}

/// A port that was free a moment ago.
/// Runs a program to its end.
fn run(command: &mut Command) -> Result<Output, String> {
    let name = format!("{:?}", command.get_program());
    let output = command
        .output()
        .map_err(|e| format!("{name} cannot be run ({e})"))?;
    if output.status.success() {
        return Ok(output);
    }
    Err(format!(
        "{name} failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    ))
}

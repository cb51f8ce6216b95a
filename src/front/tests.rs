//! The front before a web server that does as little as a test needs.

use super::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// How much of an answer there is, and how much of it is read at once: the operating system lets a
/// connection that goes fast hold much.
const WHOLE: usize = 32 << 20;
const AT_ONCE: usize = 8 << 20;

/// A web server that gives everybody the same long answer.
async fn inner() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 1024];
            let _ = stream.read(&mut head).await;
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {WHOLE}\r\n\r\n");
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(&vec![b'a'; WHOLE]).await;
        }
    });
    address
}

#[tokio::test]
async fn a_slow_reader_of_a_long_answer_gets_it_whole() {
    let front = Front::bind("127.0.0.1:0".parse().unwrap(), Vec::new()).unwrap();
    let address = front.address;
    let (_stop, stopped) = oneshot::channel();
    tokio::spawn(front.run(inner().await, Arc::default(), stopped));
    let mut reader = TcpStream::connect(address).await.unwrap();
    let ask = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    reader.write_all(ask).await.unwrap();
    let mut taken = vec![0; AT_ONCE];
    reader.read_exact(&mut taken).await.unwrap();
    // 30 kB a second for longer than a reader may stand still.
    for second in 0..36 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let some = reader.read_exact(&mut taken[..30_000]).await;
        assert!(some.is_ok(), "cut after {second} seconds");
    }
    let mut rest = Vec::new();
    let end = reader.read_to_end(&mut rest).await;
    let got = AT_ONCE + 36 * 30_000 + rest.len();
    assert!(
        got > WHOLE,
        "{got} bytes of {WHOLE} and a head came: {end:?}"
    );
}

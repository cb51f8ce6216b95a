//! The front before a web server that does as little as a test needs.

use super::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// How much of an answer there is, and how much of it is read at once, in mebibytes: the operating
/// system lets a connection hold more the longer it goes fast.
const WHOLE: usize = 160;
const AT_ONCE: usize = 128;

const MEBIBYTE: usize = 1 << 20;

/// A web server that gives everybody the same long answer.
async fn inner() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 1024];
            let _ = stream.read(&mut head).await;
            let length = WHOLE * MEBIBYTE;
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
            let _ = stream.write_all(head.as_bytes()).await;
            for _ in 0..WHOLE {
                let _ = stream.write_all(&vec![b'a'; MEBIBYTE]).await;
            }
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
    let reader = TcpSocket::new_v4().unwrap();
    reader.set_recv_buffer_size(64 * 1024).unwrap();
    let mut reader = reader.connect(address).await.unwrap();
    let ask = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    reader.write_all(ask).await.unwrap();
    let mut taken = vec![0; MEBIBYTE];
    for _ in 0..AT_ONCE {
        reader.read_exact(&mut taken).await.unwrap();
    }
    // 15 kB a second for longer than a reader may stand still.
    for second in 0..37 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let some = reader.read_exact(&mut taken[..15_000]).await;
        assert!(some.is_ok(), "cut after {second} seconds");
    }
    let mut rest = Vec::new();
    let end = reader.read_to_end(&mut rest).await;
    let got = AT_ONCE * MEBIBYTE + 37 * 15_000 + rest.len();
    assert!(got > WHOLE * MEBIBYTE, "{got} bytes and no more: {end:?}");
}

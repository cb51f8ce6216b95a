//! The open door.

use super::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[tokio::test]
async fn the_system_holds_so_little_of_an_answer_that_a_slow_reader_is_seen_to_move() {
    let front = Front::bind("127.0.0.1:0".parse().unwrap(), Vec::new()).unwrap();
    let _reader = TcpStream::connect(front.address).await.unwrap();
    let (taken, _) = front.listener.accept().await.unwrap();
    let held = socket2::SockRef::from(&taken).send_buffer_size().unwrap();
    // A third of it at 2 kB a second is taken in less than the half minute a reader has.
    assert!(held <= 128 * 1024, "{held} bytes");
}

#[tokio::test]
async fn whoever_is_turned_away_reads_why_whatever_was_sent_before_and_however_many_are() {
    const MANY: usize = 100;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let turned_away = TurnedAway::default();
    let mut clients = tokio::task::JoinSet::new();
    for number in 0..MANY {
        let client = TcpStream::connect(address).await.unwrap();
        let (taken, _) = listener.accept().await.unwrap();
        client.writable().await.unwrap();
        assert_eq!(client.try_write(&[b'a'; 3_000]).unwrap(), 3_000);
        turned_away.tell(Refusal::Full, taken, number % 2 == 0);
        clients.spawn(async move {
            let (mut client, mut told) = (client, Vec::new());
            // It sends on until it has read.
            let _ = client.write_all(&[b'a'; 3_000]).await;
            let _ = client.read_to_end(&mut told).await;
            String::from_utf8(told).unwrap()
        });
    }
    let told = clients.join_all().await;
    let read = |told: &&String| told.starts_with("HTTP/1.1 503 ") && told.ends_with("minute.\n");
    assert_eq!(told.iter().filter(read).count(), MANY, "{told:?}");
}

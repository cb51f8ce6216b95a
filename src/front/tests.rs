//! The open door.

use super::*;

#[tokio::test]
async fn the_system_holds_so_little_of_an_answer_that_a_slow_reader_is_seen_to_move() {
    let front = Front::bind("127.0.0.1:0".parse().unwrap(), Vec::new()).unwrap();
    let _reader = TcpStream::connect(front.address).await.unwrap();
    let (taken, _) = front.listener.accept().await.unwrap();
    let held = socket2::SockRef::from(&taken).send_buffer_size().unwrap();
    // A third of it at 2 kB a second is taken in less than the half minute a reader has.
    assert!(held <= 128 * 1024, "{held} bytes");
}

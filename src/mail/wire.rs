//! Connections to mail servers, over TLS or not, that no server can make us read without end.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// A connection over which a server says at most so much before it is spoken to again: what reads its
/// answers keeps them until they end, however long that is.
#[derive(Debug)]
pub(super) struct Measured<S> {
    stream: S,
    peer: SocketAddr,
    /// Bytes since something was written.
    read: usize,
    /// The most they may be, which whoever speaks to the server can change.
    most: Arc<AtomicUsize>,
}

impl<S> Measured<S> {
    pub(super) const fn new(stream: S, peer: SocketAddr, most: Arc<AtomicUsize>) -> Self {
        Self {
            stream,
            peer,
            read: 0,
            most,
        }
    }

    /// Who is at the other end.
    pub(super) const fn peer(&self) -> SocketAddr {
        self.peer
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Measured<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        self.read += buf.filled().len() - before;
        if self.read > self.most.load(Relaxed) {
            let what = "the server says more than an answer can be";
            return Poll::Ready(Err(Error::new(ErrorKind::InvalidData, what)));
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Measured<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<Result<usize>> {
        self.read = 0;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// TLS to a server of this name over a connection, trusting the usual certificates and those of a file
/// (PEM).
///
/// # Errors
/// The file cannot be read; the server's certificate is not good; what the connection says.
pub(super) async fn over_tls<S: AsyncRead + AsyncWrite + Unpin>(
    host: &str,
    trusted: Option<&Path>,
    stream: S,
) -> std::result::Result<TlsStream<S>, String> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if let Some(file) = trusted {
        let own = CertificateDer::pem_file_iter(file).map_err(|e| e.to_string())?;
        for certificate in own {
            let certificate = certificate.map_err(|e| e.to_string())?;
            roots.add(certificate).map_err(|e| e.to_string())?;
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|e| e.to_string())?;
    let connecting = TlsConnector::from(Arc::new(config)).connect(name, stream);
    connecting.await.map_err(|e| e.to_string())
}

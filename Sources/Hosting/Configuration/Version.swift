import Sipgate

/// The version that `announce --version` prints, and that converted recordings are stored under: that of the libraries.
package let announceVersion = SipgateClient.version

/// The version that `announce --version` prints, and that converted recordings are stored under.
package let announceVersion = "0.1.0"

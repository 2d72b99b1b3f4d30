/// The version that `announce --version` prints, and that announcements are stored under.
let announceVersion = "0.1.0"

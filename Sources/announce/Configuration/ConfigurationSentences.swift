import SystemPackage

extension ConfigurationText.ReadError: ReportableError {
    var sentence: String {
        switch self {
        case .missing(ConfigurationText.standardPath):
            "There is no announce.yaml here. `announce init` writes one to begin with; --config names another file."
        case .missing(let path):
            "There is no \(path.readable). `announce init` writes an announce.yaml to begin with."
        case .folder(let path):
            "\(path.readable) is a folder. Name the file in it: --config \(path.appending("announce.yaml").readable)"
        case .tooLarge(let path):
            "\(path.readable) is larger than \(ConfigurationText.largest >> 20) MiB, so it is hardly a configuration."
        case .notUTF8(let path, let line):
            "\(path.readable): line \(line) is not UTF-8 text. Save the file as UTF-8."
        case .system(let code, let path):
            "\(path.readable) cannot be read: \(systemReason(code))."
        }
    }
}

import Dashboard
import LocalFiles
import SystemPackage

extension GraphvizError: ReportableError {
    var sentence: String {
        switch self {
        case .notInstalled:
            "Graphviz, which draws SVG, is not installed (apt-get install graphviz). -o FILE.dot does without it."
        case .failed(let status): "Graphviz failed with status \(status)."
        case .system(let code): "Graphviz cannot be run: \(Errno(rawValue: code).reason)."
        }
    }
}

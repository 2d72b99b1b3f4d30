import Dashboard
import LocalFiles
import SystemPackage

extension GraphvizError: ReportableError {
    var sentence: String {
        switch self {
        case .notInstalled:
            "SVG needs Graphviz, which is not installed (apt-get install graphviz). -o FILE.dot works without it."
        case .failed(let status): "Graphviz failed with status \(status)."
        case .system(let code): "Graphviz cannot be run: \(Errno(rawValue: code).reason)."
        }
    }
}

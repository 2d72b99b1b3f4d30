import CallFlow
import FoundationEssentials

/// The project that `announce init --demo` writes: the joinery of the project's own `announce.yaml`, with its spoken
/// recordings.
enum DemoProject {
    /// The configuration, with the schema that is written beside it.
    static var configuration: String {
        let lines = String(decoding: PackageResources.announce_yaml, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let isReference = lines.first?.hasPrefix("# yaml-language-server:") == true
        return ConfigurationSchema.reference() + lines.dropFirst(isReference ? 1 : 0).joined(separator: "\n")
    }

    /// The recordings' names and bytes.
    static var recordings: [(name: String, bytes: [UInt8])] {
        DemoRecordings.base64.compactMap { recording in
            Data(base64Encoded: recording.content, options: .ignoreUnknownCharacters)
                .map { (recording.name, Array($0)) }
        }
    }
}

import LocalFiles
import SystemPackage
import TelephoneAudio

/// The output named by the second of two arguments, as in `announce convert IN OUT.wav` and `announce convert IN FOLDER`.
///
/// A file that exists is a recording to convert, unless announce made it from the first argument: `convert *.wav` must
/// never take one recording for the output of another.
struct ImpliedOutput {
    let path: FilePath
    let isFolder: Bool

    /// Returns nil if both arguments are recordings, or folders of recordings.
    ///
    /// - Throws: `missing`, `ambiguousFolder`.
    init?(_ input: FilePath, _ second: PathArgument, suffix: String) throws(ConversionPlanError) {
        guard second.path != "-" else { return nil }
        path = second.path
        guard let identity = FileIdentity(path) else {
            isFolder = second.endsInSlash
            let name = path.extension?.lowercased()
            guard isFolder || name == suffix || name == "wav" else { throw .missing(path, suffix: suffix) }
            return
        }
        isFolder = identity.isFolder
        if identity.isFolder {
            guard FileIdentity(input)?.isFolder == true, !RecordingFolder(path).recordings.isEmpty else { return }
            throw .ambiguousFolder(path, recordings: input)
        }
        guard identity.isRegular, OutputNote.source(of: path) == OutputNote.source(input == "-" ? nil : input) else {
            return nil
        }
    }
}

public import ArgumentParser
import LocalFiles
import MediaLibrary
import SystemPackage
public import TelephoneAudio
package import Telephony

/// The options that say how a recording's file is read.
struct ReadingArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Audio track of a film or another file with several (default: the first that can be decoded).",
            valueName: "number"))
    var track: Int?

    @Option(
        help: ArgumentHelp(
            "Format of files without a header, from telephone systems (sln is 8 kHz, sln16 is 16 kHz). Files with this "
                + "format's file name extension are taken from folders.", valueName: "format"))
    var from: RawFormat?

    @Option(
        help: ArgumentHelp(
            "Refuse recordings with more sound than this: a number and s, m or h, up to 37h. A file of a few KB can hold "
                + "a day of silence.", valueName: "length"))
    var longest = WrittenLength.standardLongest

    var options: ReadingOptions {
        ReadingOptions(track: track, rawFormat: from, longest: Double(longest.seconds))
    }

    func validate() throws {
        guard track.map((1...1024).contains) != false else {
            throw ValidationError("--track takes a number from 1 on.")
        }
        guard track == nil || from == nil else {
            throw ValidationError("Files without a header have one track: omit --track or --from.")
        }
    }
}

extension RawFormat: ExpressibleByArgument {}

extension WrittenLength: ExpressibleByArgument {
    /// Reads `90m`.
    package init?(argument: String) { self.init(argument) }
}

extension RecordingError {
    /// The sentence about a file of this name. If nothing in the file tells its format, the name may.
    func sentence(about file: FilePath?) -> String {
        guard case .notAudio(nil) = self, let suffix = file?.extension,
            let format = RawFormat(fileNameExtension: suffix)
        else { return sentence }
        return "nothing in this file tells its format. By its name it is a telephone system's file without a header: "
            + "add --from \(format.rawValue)."
    }
}

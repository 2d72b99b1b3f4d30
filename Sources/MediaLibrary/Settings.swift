import CLinux
import Glibc
package import LocalFiles
package import SystemPackage
package import TelephoneAudio

/// What a media library is to do, and with what.
package struct LibrarySettings: Sendable {
    /// Where the recordings are; absolute. It need not exist.
    package var folder: FilePath
    /// Where what has to survive restarts is kept; absolute, made with mode 0700 if it is not there.
    package var state: FilePath
    /// What recordings are turned into.
    package var recipe: Recipe
    /// The program that converts, and its first arguments; followed by the recipe's options, recording and target. It
    /// prints one JSON object, as `announce render-recording` does.
    package var converter: [String]
    /// What one conversion may use.
    package var limits: ChildLimits
    /// How many conversions run at once.
    package var jobs: Int
    /// Recordings that failed are tried again by another version of the program.
    package var programVersion: String
    /// Seconds for which a replaced or removed announcement can still be fetched.
    package var keepsReplaced: Int
    /// The time in seconds since 1970.
    package var now: @Sendable () -> Int

    /// The program that is running, told to convert one recording.
    package static let ownConverter = ["/proc/self/exe", "render-recording"]

    /// One conversion a processor.
    package init(
        folder: FilePath, state: FilePath, recipe: Recipe = Recipe(), converter: [String] = Self.ownConverter,
        limits: ChildLimits = ChildLimits(), jobs: Int? = nil, programVersion: String = "",
        keepsReplaced: Int = 24 * 3600, now: @Sendable @escaping () -> Int = { time(nil) }
    ) {
        self.folder = folder
        self.state = state
        self.recipe = recipe
        self.converter = converter
        self.limits = limits
        self.jobs = max(1, jobs ?? Int(announce_available_processors()))
        self.programVersion = programVersion
        self.keepsReplaced = keepsReplaced
        self.now = now
    }
}

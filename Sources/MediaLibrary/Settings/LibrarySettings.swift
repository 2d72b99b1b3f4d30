import CLinux
import Glibc
package import LocalFiles
package import SystemPackage
package import TelephoneAudio

/// Where a media library finds recordings, and what it makes of them.
package struct LibrarySettings: Sendable {
    /// The folder of recordings; absolute. It need not exist.
    package var folder: FilePath
    /// The folder for everything that has to survive restarts; absolute. Created with mode 0700 if missing.
    package var state: FilePath
    /// Makes a folder to keep announcements in while `state` cannot be written; nil: the library does not run without.
    package var spare: (@Sendable () -> FilePath?)?
    /// What recordings are turned into.
    package var recipe: Recipe
    /// What cleans recordings, in place of what is built in.
    package var cleaner: CleaningCommand?
    /// Where announcements are kept in common with other instances; nil: nowhere.
    package var depot: (any MediaDepot)?
    /// What speaks texts; nil: nothing does.
    package var speaker: (any TextSpeaker)?
    /// The program that converts and its first arguments; the last is a `RenderRequest`. It answers with a
    /// `RenderResult`, as `RenderWorker` does.
    package var worker: [String]
    /// The limits of one conversion.
    package var limits: ChildLimits
    /// How many conversions run at once.
    package var jobs: Int
    /// The program's version: recordings that failed are tried again by another one.
    package var programVersion: String
    /// Seconds for which a replaced or removed announcement can still be fetched.
    package var keepsReplaced: Int
    /// The time in seconds since 1970.
    package var now: @Sendable () -> Int

    /// A text that is equal for settings that make the same announcement of a recording.
    var recipeText: String { recipe.description + (cleaner.map { " clean-by=\($0)" } ?? "") }

    /// - Parameter jobs: nil is one conversion per processor.
    package init(
        folder: FilePath, state: FilePath, spare: (@Sendable () -> FilePath?)? = nil, recipe: Recipe = Recipe(),
        worker: [String] = RenderWorker.command,
        limits: ChildLimits = ChildLimits(), jobs: Int? = nil, programVersion: String = "",
        keepsReplaced: Int = 24 * 3600, now: @Sendable @escaping () -> Int = { time(nil) }
    ) {
        self.folder = folder
        self.state = state
        self.spare = spare
        self.recipe = recipe
        self.worker = worker
        self.limits = limits
        // Samples are stored in 4 bytes each before their level is known.
        if let longest = recipe.reading.longest {
            self.limits.fileSize = min(limits.fileSize, (Int(longest) + 1) * 8000 * 4 + 1 << 20)
        }
        self.jobs = max(1, jobs ?? Int(announce_available_processors()))
        self.programVersion = programVersion
        self.keepsReplaced = keepsReplaced
        self.now = now
    }
}

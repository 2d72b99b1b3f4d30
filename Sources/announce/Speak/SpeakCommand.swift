import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony

struct SpeakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speak",
        abstract: "Speak the text of an announcement, or any text.",
        discussion: """
            Asks the engines of `speech` in the configuration, the first that answers, as the server does; what it has \
            spoken before is used again. Of a text that follows a schedule, what it says now is spoken.

              announce speak closed
              announce speak --text "We are closed today." -o closed.wav
              announce speak closed --keep

            --keep makes the sound a recording: it is copied into the recordings folder, and the text is its script from \
            then on.

            Exit status: 0 spoken; 1 no engine speaks, or a recording would be replaced; 64 wrong usage.
            """)

    @Argument(help: ArgumentHelp("Announcement whose text is spoken.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("Text to speak instead.", valueName: "text"))
    var text: String?

    @Option(help: ArgumentHelp("Language of --text, by its code (default: that of `speech`).", valueName: "code"))
    var language: String?

    @Option(help: ArgumentHelp("Voice instead of the configured one.", valueName: "voice"))
    var voice: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("File to write the sound to, as the engine gives it.", valueName: "file"),
        completion: .file(extensions: ["wav"]))
    var output: PathArgument?

    @Flag(help: "Make the sound a recording, media/NAME.wav.")
    var keep = false

    @Flag(help: "Let --output and --keep replace a file of the same name.")
    var force = false

    @OptionGroup var source: ConfigurationOption
    @OptionGroup var place: StateOption

    func validate() throws {
        guard (name == nil) != (text == nil) else {
            throw ValidationError("Name an announcement, or give a text with --text.")
        }
        guard !keep || name != nil else { throw ValidationError("--keep needs the name of an announcement.") }
        if let language, TextLanguage(language) == nil {
            throw ValidationError("\(language.printable) is not the code of a language, such as de or en.")
        }
    }

    func run() async throws {
        let configuration = try source.validConfiguration()
        guard let speech = configuration.speech else {
            Console.error(
                "\(source.path.readable) names no engine. Add `speech: { language: de, engines: [ espeak ] }`.")
            throw ExitCode(1)
        }
        let wanted = try self.wanted(of: configuration, speech)
        let target = try self.target(in: configuration)
        let state = try place.folder(of: source)
        let settings = LibrarySettings(configuration.recordings, speech: speech, state: state)
        guard let speaker = settings.speaker else { throw ExitCode(1) }
        let sound = try await Interruption.cancelling {
            let check = try SpokenSoundCheck(settings)
            do throws(SpeechFailure) {
                return try await speaker.speak(wanted, checking: check.fault)
            } catch {
                Console.error("The text is not spoken: \(error.message).")
                throw ExitCode(1)
            }
        }
        for target in target { try write(sound.file, to: target) }
        let voice = sound.engine + (sound.isDraft ? ", a draft voice" : "")
        Console.result("\(([sound.file] + target).last?.nearby.readable ?? ""): spoken by \(voice)")
    }

    /// The text that is to be spoken.
    private func wanted(of configuration: Configuration, _ speech: SpeechSettings) throws -> SpokenText {
        if let text {
            let code = language.flatMap { TextLanguage($0) } ?? speech.language
            do throws(TextProblem) {
                let template = try TextTemplate(text)
                let context = TextContext(
                    schedules: configuration.schedules, zone: configuration.timeZone,
                    language: WordingLanguage(tag: code.code))
                _ = try template.schedules(in: configuration.schedules)
                return SpokenText(template.spoken(at: .now, in: context), language: code.code, voice: voice)
            } catch {
                throw ValidationError("\(error.words).")
            }
        }
        let name = name ?? ""
        guard let known = try? AnnouncementName(name), configuration.texts[known] != nil,
            let text = SpokenPlan(configuration, speakingAll: true).text(of: known, at: .now)
        else {
            let meant = Suggestion.closest(to: name, among: configuration.texts.keys.map(\.text).sorted())
            Console.error(
                "There is no text for \(name.printable)"
                    + (meant.map { "; did you mean \($0)?" } ?? ". Write it below `texts:`."))
            throw ExitCode(1)
        }
        return SpokenText(text.text, language: text.language, voice: voice ?? text.voice)
    }

    /// Where the sound is written.
    private func target(in configuration: Configuration) throws -> [FilePath] {
        var targets: [FilePath] = []
        if let output { targets.append(output.path) }
        if keep, let name {
            let folder = FilePath(configuration.recordings.folder)
            let target = folder.appending(name + ".wav")
            let names = MediaLibrary.names(in: folder.string)
            if let known = try? AnnouncementName(name), names.contains(known), !force || !target.exists {
                Console.error(
                    "\(name.printable) has a recording, which callers hear. "
                        + (target.exists ? "Add --force to replace it." : "Remove it first."))
                throw ExitCode(1)
            }
            targets.append(target)
        }
        for target in targets where target.exists && !force {
            Console.error("\(target.readable) exists. Add --force to replace it.")
            throw ExitCode(1)
        }
        return targets
    }

    private func write(_ sound: FilePath, to target: FilePath) throws {
        do throws(Errno) {
            try target.folder.makeFolders(permissions: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
            let draft = target.folder.appending(".\(target.stem ?? "sound")-\(UInt32.random(in: .min ... .max)).tmp")
            try sound.copy(to: draft, permissions: [.ownerReadWrite, .groupRead, .otherRead])
            do throws(Errno) {
                try draft.rename(to: target)
            } catch {
                draft.removeQuietly()
                throw error
            }
        } catch {
            Console.error("\(target.readable) cannot be written: \(error.reason).")
            throw ExitCode(1)
        }
    }
}

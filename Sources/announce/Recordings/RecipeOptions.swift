public import ArgumentParser
public import TelephoneAudio

/// The options that determine what an announcement sounds like.
struct RecipeOptions: ParsableArguments {
    @Option(
        help: "Use one channel instead of mixing all: left, right, or its number.",
        completion: .list(["mix", "left", "right", "1", "2", "3", "4", "5", "6"]))
    var channel: ChannelChoice = .mix

    @Option(
        help: ArgumentHelp(
            "Normalize speech (default: -19 dBm0; or in LUFS, e.g. --level -16LUFS). "
                + "At most +20 dB; peaks stay below -3 dBTP, limited by up to 6 dB.", valueName: "level"))
    var level: LevelTarget?

    @Flag(help: "Trim silence at both ends, keeping 80 ms before and 200 ms after the sound.")
    var trim = false

    @Flag(help: "Take steady noise and hum out of speech. Music and clean recordings are left alone.")
    var clean = false

    @Flag(
        help: ArgumentHelp(
            "Make speech easier to understand in noise: clearer consonants, evener syllables. "
                + "Music and tones are left alone."))
    var polish = false

    @Flag(help: "Remove DC offset and rumble below 80 Hz.")
    var highPass = false

    @Flag(help: "Add triangular dither before rounding to 16 bits (except to digital silence).")
    var dither = false

    @Option(help: "Sample encoding. The telephone provider plays pcm16 only.")
    var encoding: AnnouncementEncoding = .pcm16

    @Flag(help: "Write samples without a WAV header.")
    var raw = false

    @Option(help: "Resampler: fast, or libsamplerate's best sinc converter (the reference).")
    var resampler: ResamplerChoice = .fast

    /// The recipe for files that are read with these options.
    func recipe(_ reading: ReadingOptions) -> Recipe {
        Recipe(
            channels: channel, resampler: resampler,
            level: LevelRecipe(target: level, highPass: highPass, trim: trim, polish: polish, clean: clean),
            dither: dither, encoding: encoding, headerless: raw, reading: reading)
    }
}

extension ChannelChoice: ExpressibleByArgument {
    /// "mix", "left", "right" or a number from 1 on.
    public init?(argument: String) {
        switch argument.lowercased() {
        case "mix": self = .mix
        case "left": self = .only(1)
        case "right": self = .only(2)
        default:
            guard let number = Int(argument), (1...1024).contains(number) else { return nil }
            self = .only(number)
        }
    }

    /// As shown for a default.
    public var defaultValueDescription: String {
        switch self {
        case .mix: "mix"
        case .only(let number): "\(number)"
        }
    }
}

extension LevelTarget: ExpressibleByArgument {
    /// "telephone", or what `init(_:)` reads.
    public init?(argument: String) {
        if argument == "telephone" {
            self = .telephone
        } else if let target = try? LevelTarget(argument) {
            self = target
        } else {
            return nil
        }
    }
}

extension ResamplerChoice: ExpressibleByArgument {}
extension AnnouncementEncoding: ExpressibleByArgument {}

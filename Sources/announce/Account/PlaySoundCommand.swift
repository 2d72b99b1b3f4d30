import ArgumentParser
import Sipgate
import SystemPackage

extension AccountCommand.Calls {
    struct PlaySound: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "announce",
            abstract: "Play a sound into a call.",
            discussion: """
                The provider fetches the sound from its URL, and silently skips anything but mono, 16-bit PCM, 8 kHz WAV. So \
                the sound is fetched and checked first, and refused if it would be skipped.

                A recording on this machine is published first: it is copied to announced/ in the recordings folder of \
                announce.yaml (unless it is there already), converted, and played as soon as the running `announce serve` \
                delivers it.

                  announce account call announce 8F3A91 https://phone.example.com/media/welcome-0123456789abcdef.wav
                  announce account call announce 8F3A91 moment.m4a

                Exit status: 0 the provider plays it; 1 it would be skipped, or the provider refuses; 64 wrong usage.
                """)

        @OptionGroup var call: RunningCallArgument

        @Argument(
            help: ArgumentHelp("URL of the sound, or a recording on this machine.", valueName: "url|file"),
            completion: .file(), transform: InspectedSource.init)
        var sound: InspectedSource

        @Flag(help: "Play the URL without checking it.")
        var unchecked = false

        @OptionGroup var source: ConfigurationOption
        @OptionGroup var options: AccountOptions

        func run() async throws {
            let url: AbsoluteURL
            switch sound {
            case .path(let path):
                url = try await RecordingPublication(source: source, state: options.place).publish(path)
            case .url(let given):
                if !unchecked, let obstacle = try await SoundCheck().obstacle(given) {
                    Console.error("\(obstacle) Nothing was played.")
                    throw ExitCode(1)
                }
                url = given
            }
            try await options.withClient { client in
                try await client.calls.announce(url, on: call.id)
                options.print(["url": url.text], text: url.text)
            }
        }
    }
}

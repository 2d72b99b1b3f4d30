import ArgumentParser
import Sipgate
import Telephony

extension AccountCommand {
    struct Voicemails: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "voicemails", abstract: "List voicemail boxes and the greetings that callers hear.")

        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let boxes = try await client.voicemails.list()
                options.print(boxes, object: VoicemailObject.init) { box in
                    let greeting = box.activeGreetingAlias.isEmpty ? box.activeGreetingID : box.activeGreetingAlias
                    return [
                        box.id, box.alias, box.endpoint?.extension.map { "of \($0)" } ?? "",
                        greeting.isEmpty ? "the provider's greeting" : "greeting: \(greeting)",
                        box.isTranscribed ? "transcribed" : "",
                    ]
                }
            }
        }
    }

    struct VoicemailGroup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "voicemail",
            abstract: "Upload and choose the greetings of voicemail boxes.",
            discussion: """
                  announce account voicemails
                  announce account voicemail greeting holiday.m4a --box v0
                """,
            subcommands: [GreetingUpload.self, Greetings.self, Activate.self, Delete.self])
    }
}

/// The voicemail box that is meant.
struct VoicemailBoxOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("Voicemail box, e.g. v0 (default: the account's only one).", valueName: "box"),
        transform: VoicemailBox.argument)
    var box: VoicemailBox?

    /// The box, and the phone line through which the provider addresses it.
    ///
    /// - Throws: `ExitCode(1)` if it cannot be told, and why is printed.
    func find(_ client: SipgateClient) async throws -> (box: VoicemailBox, line: Phoneline) {
        let all = try await client.voicemails.list().filter { $0.box != nil }
        let boxes = if let box { all.filter { $0.box == box } } else { all.filter { $0.phoneline != nil } }
        guard let first = boxes.first, let found = first.box else {
            Console.error(
                box.map { "There is no voicemail box \($0). `announce account voicemails` lists boxes." }
                    ?? "The account has no voicemail box of a phone line. Book one at the provider.")
            throw ExitCode(1)
        }
        guard boxes.count == 1 else {
            let names = boxes.map { "\($0.id) \($0.alias)".printable.trimmed }.joined(separator: ", ")
            Console.error("The account has \(boxes.count) voicemail boxes; choose one with --box: \(names).")
            throw ExitCode(1)
        }
        guard let line = first.phoneline else {
            Console.error("\(found) belongs to no phone line, and the provider takes greetings for phone lines only.")
            throw ExitCode(1)
        }
        return (found, line)
    }
}

extension AccountCommand.VoicemailGroup {
    struct Greetings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "greetings", abstract: "List the greetings of a box.")

        @OptionGroup var target: VoicemailBoxOption
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let place = try await target.find(client)
                let greetings = try await client.voicemails.greetings(of: place.box, on: place.line)
                options.print(greetings, object: GreetingObject.init) { greeting in
                    [
                        greeting.id.text, greeting.alias, greeting.isActive ? "active" : "",
                        greeting.isRecordingEnabled ? "" : "no messages",
                    ]
                }
                if greetings.isEmpty, !options.json { Console.note("No greetings; callers hear the provider's.") }
            }
        }
    }

    struct Activate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "activate", abstract: "Make a greeting the one that callers hear.")

        @OptionGroup var greeting: GreetingArgument
        @OptionGroup var target: VoicemailBoxOption
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let place = try await target.find(client)
                try await client.voicemails.activate(greeting.id, of: place.box, on: place.line)
            }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete a greeting for good.")

        @OptionGroup var greeting: GreetingArgument
        @Flag(name: .shortAndLong, help: "Skip the confirmation.") var yes = false
        @OptionGroup var target: VoicemailBoxOption
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let place = try await target.find(client)
                let name = greeting.id.text.printable
                try Confirmation.ask("Delete the greeting \(name) of \(place.box) for good?", isGiven: yes)
                try await client.voicemails.delete(greeting.id, of: place.box, on: place.line)
            }
        }
    }
}

/// A greeting, by its ID.
struct GreetingArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Greeting ID, as listed by `announce account voicemail greetings`.", valueName: "greeting"),
        transform: { try Greeting.ID($0) })
    var id: Greeting.ID
}

/// A greeting in JSON.
struct GreetingObject: Encodable {
    let id: String
    let alias: String
    let url: String
    let active: Bool
    let takesMessages: Bool

    init(_ greeting: Greeting) {
        (id, alias, url) = (greeting.id.text, greeting.alias, greeting.url)
        (active, takesMessages) = (greeting.isActive, greeting.isRecordingEnabled)
    }
}

private struct VoicemailObject: Encodable {
    let id: String
    let alias: String
    let of: String?
    let ofType: String?
    let greetingId: String
    let greeting: String
    let transcribed: Bool
    let canTranscribe: Bool
    let accessNumber: String

    init(_ box: Voicemail) {
        (id, alias, of, ofType) = (box.id, box.alias, box.endpoint?.extension, box.endpoint?.type)
        (greetingId, greeting) = (box.activeGreetingID, box.activeGreetingAlias)
        (transcribed, canTranscribe, accessNumber) = (box.isTranscribed, box.canTranscribe, box.accessNumber)
    }
}

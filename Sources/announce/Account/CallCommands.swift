import ArgumentParser
import Sipgate
import Telephony

extension AccountCommand {
    struct Calls: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "call",
            abstract: "Start and control calls.",
            subcommands: [
                Start.self, Running.self, HangUp.self, Hold.self, Mute.self, Transfer.self, Press.self, PlaySound.self,
                Record.self,
            ])
    }
}

extension AccountCommand.Calls {
    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "start",
            abstract: "Call a number: your own telephone rings first.",
            discussion: """
                --from is a telephone or phone line (e0, p0, x0, y0; `announce account devices` lists them), or a number, \
                which needs --device to place the call.

                  announce account call start --from e0 --to "+49 157 99912345"
                """)

        @Option(help: ArgumentHelp("Number to call.", valueName: "number"), transform: PhoneNumber.argument)
        var to: PhoneNumber

        @Option(
            help: ArgumentHelp("Telephone that rings first: e0, p0, … or a number.", valueName: "extension or number"),
            transform: CallOriginArgument.init)
        var from: CallOriginArgument

        @Option(
            help: ArgumentHelp("Telephone that places the call.", valueName: "extension"),
            transform: CallingExtension.argument)
        var device: CallingExtension?

        @Option(help: ArgumentHelp("Caller ID to show.", valueName: "number"), transform: PhoneNumber.argument)
        var callerID: PhoneNumber?

        @OptionGroup var options: AccountOptions

        func validate() throws {
            if case .number(let number) = from, device == nil {
                throw ValidationError(
                    "--from \(number) is a number, so a telephone must place the call: add --device e0.")
            }
        }

        func run() async throws {
            let origin: CallOrigin
            switch (from, device) {
            case (.extension(let value), let device): origin = .extension(value, device: device)
            case (.number(let number), let device?): origin = .number(number, device: device)
            case (.number, nil): return
            }
            try await options.withClient { client in
                let session = try await client.calls.start(to: to, from: origin, callerID: callerID)
                options.print(["sessionId": session.text], text: session.text.printable)
            }
        }
    }

    struct Running: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "running", abstract: "List active calls.")

        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let calls = try await client.calls.running()
                options.print(calls, object: RunningCallObject.init) { call in
                    let state = [(call.isHeld, "held"), (call.isMuted, "muted"), (call.isRecorded, "recorded")]
                        .filter(\.0).map(\.1)
                    return [
                        call.id.text, call.participants.map(\.phoneNumber).joined(separator: ", "),
                        state.joined(separator: ", "),
                    ]
                }
                if calls.isEmpty, !options.json { Console.note("No active calls.") }
            }
        }
    }

    struct HangUp: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "hangup", abstract: "End a call.")
        @OptionGroup var call: RunningCallArgument
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { try await $0.calls.hangUp(call.id) }
        }
    }

    struct Hold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "hold", abstract: "Hold or resume a call.")
        @OptionGroup var call: RunningCallArgument
        @Flag(help: "Resume the call.") var off = false
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { try await $0.calls.hold(call.id, !off) }
        }
    }

    struct Mute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "mute", abstract: "Mute or unmute a call.")
        @OptionGroup var call: RunningCallArgument
        @Flag(help: "Unmute the call.") var off = false
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { try await $0.calls.mute(call.id, !off) }
        }
    }

    struct Transfer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "transfer", abstract: "Transfer a call.")
        @OptionGroup var call: RunningCallArgument
        @Option(help: ArgumentHelp("Number to transfer to.", valueName: "number"), transform: PhoneNumber.argument)
        var to: PhoneNumber
        @Flag(help: "Attended transfer: speak to the recipient first.") var attended = false
        @Option(help: ArgumentHelp("Caller ID to show.", valueName: "number"), transform: PhoneNumber.argument)
        var callerID: PhoneNumber?
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient {
                try await $0.calls.transfer(call.id, to: to, attended: attended, callerID: callerID)
            }
        }
    }

    struct Press: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "press", abstract: "Send DTMF tones.")
        @OptionGroup var call: RunningCallArgument
        @Argument(help: "Keys: 0-9, A-D, * and #.", transform: DTMFKeys.argument) var keys: DTMFKeys
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { try await $0.calls.press(keys, on: call.id) }
        }
    }

    struct Record: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "record",
            abstract: "Start or stop recording a call.",
            discussion: "The parties are told, as the law of many countries requires.")
        @OptionGroup var call: RunningCallArgument
        @Flag(help: "Stop recording.") var off = false
        @Flag(help: "Record without an announcement.") var silent = false
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient {
                if off {
                    try await $0.calls.stopRecording(call.id, announced: !silent)
                } else {
                    try await $0.calls.startRecording(call.id, announced: !silent)
                }
            }
        }
    }
}

private struct RunningCallObject: Encodable {
    struct Participant: Encodable {
        let number: String
        let muted: Bool
        let held: Bool
        let owner: Bool
    }

    let callId: String
    let muted: Bool
    let recorded: Bool
    let held: Bool
    let participants: [Participant]

    init(_ call: RunningCall) {
        (callId, muted, recorded, held) = (call.id.text, call.isMuted, call.isRecorded, call.isHeld)
        participants = call.participants.map {
            Participant(number: $0.phoneNumber, muted: $0.isMuted, held: $0.isHeld, owner: $0.isOwner)
        }
    }
}

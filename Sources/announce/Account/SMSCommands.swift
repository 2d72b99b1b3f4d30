import AnnounceServer
import ArgumentParser
import CallFlow
import FoundationEssentials
import Sipgate
import Telephony

extension AccountCommand {
    struct SMS: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sms",
            abstract: "Send SMS, now or later.",
            subcommands: [Send.self, Lines.self, Senders.self])
    }
}

extension AccountCommand.SMS {
    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "send",
            abstract: "Send an SMS, now or within 30 days.",
            discussion: """
                  announce account sms send --to "+49 157 99912345" "The door is open."
                  announce account sms send --to "+49 157 99912345" --at 2h "Tea is ready."

                Scheduled messages wait at the provider and cannot be cancelled. --as switches the line's sender and back \
                again; the provider offers no other way.
                """)

        @Option(help: ArgumentHelp("Recipient's number.", valueName: "number"), transform: PhoneNumber.argument)
        var to: PhoneNumber

        @Option(
            help: ArgumentHelp("Line to send from, e.g. s0 (default: the first).", valueName: "line"),
            transform: SMSLine.argument)
        var line: SMSLine?

        @Option(
            name: .customLong("as"), help: ArgumentHelp("Sender number to show.", valueName: "number"),
            transform: PhoneNumber.argument)
        var sender: PhoneNumber?

        @Option(
            help: ArgumentHelp(
                "Time to send it, in the configured time zone: \(WrittenTime.examples) (default: now).",
                valueName: "time"),
            transform: WrittenTime.argument)
        var at: WrittenTime?

        @Argument(help: "Message text, or - for standard input.")
        var text: String

        @OptionGroup var source: ConfigurationOption
        @OptionGroup var options: AccountOptions

        func run() async throws {
            let message = try message()
            let time = try time()
            let options = self.options
            let (to, line, sender) = (to, line, sender)
            // A switched sender must be switched back, also after Ctrl-C.
            try await Interruption.cancelling {
                try await options.withClient { client in
                    do {
                        if let sender {
                            try await client.sms.send(message, to: to, as: sender, from: line, at: time)
                        } else {
                            let line = if let line { line } else { try await Self.firstLine(client) }
                            try await client.sms.send(message, to: to, from: line, at: time)
                        }
                    } catch SipgateError.cancelled {
                        throw CancellationError()
                    }
                    Console.note(
                        time == nil ? "Message sent." : "Message scheduled.")
                    if options.json {
                        Console.result(jsonText(SentObject(to: to.description, sendAt: time?.unixSeconds)))
                    }
                }
            }
        }

        private static func firstLine(_ client: SipgateClient) async throws -> SMSLine {
            let user = try await client.user.info().user
            guard let line = try await client.sms.lines(of: user).first else { throw SipgateError.noSMSLine(user) }
            return line.line
        }

        private func message() throws -> SMSText {
            let text =
                if text == "-", let path = PathArgument(argument: "-") { try InputFile(path).text() } else { text }
            return try SMSText(text)
        }

        private func time() throws -> SMSTime? {
            guard let at else { return nil }
            let moment = at.moment(.future, from: .now, in: try source.zone())
            do throws(SipgateError) {
                return try SMSTime(Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))
            } catch {
                switch error {
                case .invalid(.smsTime(.notInFuture)): Console.error("--at is not in the future.")
                case .invalid(.smsTime(.tooFarAhead)):
                    Console.error("--at is more than 30 days ahead, which the provider does not accept.")
                default: throw error
                }
                throw ExitCode(1)
            }
        }
    }

    struct Lines: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lines", abstract: "List SMS lines.")
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let lines = try await client.sms.lines()
                options.print(lines) {
                    ["id": $0.line.description, "alias": $0.alias, "sender": $0.callerID]
                } row: {
                    [$0.line.description, $0.alias, "sends as \($0.callerID)"]
                }
            }
        }
    }

    struct Senders: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "senders", abstract: "List sender numbers.")

        @Option(
            help: ArgumentHelp("SMS line, e.g. s0 (default: the first).", valueName: "line"),
            transform: SMSLine.argument)
        var line: SMSLine?

        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let user = try await client.user.info().user
                var line = line
                if line == nil { line = try await client.sms.lines(of: user).first?.line }
                guard let line else { throw SipgateError.noSMSLine(user) }
                let senders = try await client.sms.senders(on: line, of: user)
                options.print(senders, object: SenderObject.init) { sender in
                    [sender.number, sender.isVerified ? "verified" : "not verified", sender.isDefault ? "default" : ""]
                }
            }
        }
    }
}

private struct SentObject: Encodable {
    let to: String
    /// Seconds since 1970; nil for now.
    let sendAt: Int?
}

private struct SenderObject: Encodable {
    let number: String
    let verified: Bool
    let `default`: Bool

    init(_ sender: SMSSender) { (number, verified, `default`) = (sender.number, sender.isVerified, sender.isDefault) }
}

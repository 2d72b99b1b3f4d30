import ArgumentParser
import CallFlow
import Dashboard
import LocalFiles
import Sipgate
import Telephony

extension AccountCommand {
    struct Numbers: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "numbers",
            abstract: "List the account's numbers and what announce.yaml does with each.",
            discussion: "Numbers missing from announce.yaml are marked with !.")

        @OptionGroup var source: ConfigurationOption
        @OptionGroup var options: AccountOptions

        func run() async throws {
            let configuration = source.isPresent ? try source.validConfiguration() : nil
            if configuration == nil { Console.note("No configuration found, so only the numbers are listed.") }
            try await options.withClient { client in
                let rows = try await client.numbers.list().collect().map { NumberRow($0, configuration) }
                options.print(rows, object: { $0 }) { row in
                    let endpoint = row.leadsTo.isEmpty ? "-" : row.leadsTo
                    return [row.mentioned == false ? "!" : "", row.number, endpoint, row.does ?? ""]
                }
                guard !options.json else { return }
                let missing = rows.count { $0.mentioned == false }
                if missing > 0 {
                    Console.note(
                        "! \(missing) of \(rows.count) numbers \(missing == 1 ? "is" : "are") missing from \(source.path.readable)."
                    )
                }
            }
        }
    }

    struct Devices: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "devices",
            abstract: "List devices and phone lines with the IDs that `announce account call` takes.")

        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let user = try await client.user.info().user
                let devices = try await client.devices.list(of: user)
                let lines = try await client.phonelines.list(of: user)
                let rows =
                    devices.map { device in
                        DeviceRow(
                            id: device.id.text, alias: device.alias, type: device.type, online: device.isOnline,
                            rings: device.phonelines.map(\.id) + device.groups.map(\.id),
                            doNotDisturb: device.isDoNotDisturb,
                            callerId: device.callerID.isEmpty ? nil : device.callerID,
                            owner: device.owner.isEmpty ? nil : device.owner)
                    } + lines.map { DeviceRow(id: $0.line.description, alias: $0.alias, type: "PHONELINE") }
                options.print(rows, object: { $0 }) { row in
                    let state = row.online.map { $0 ? "registered" : "not registered" } ?? ""
                    let rings = row.rings.map { "rings for " + $0.joined(separator: ", ") } ?? ""
                    let shows = row.callerId.map { "shows \($0)" } ?? ""
                    return [row.id, row.alias, row.type.lowercased(), state, rings, shows]
                }
            }
        }
    }
}

private struct DeviceRow: Encodable {
    let id: String
    let alias: String
    let type: String
    var online: Bool?
    var rings: [String]?
    var doNotDisturb: Bool?
    var callerId: String?
    var owner: String?
}

private struct NumberRow: Encodable {
    let number: String
    let leadsTo: String
    let type: String
    let localized: String
    /// A mobile number that another provider may take over.
    var released: Bool?
    /// Until when, in UTC.
    var releasedUntil: String?
    var portId: Int?
    /// Nil without a configuration, and for numbers that cannot be called from outside.
    var mentioned: Bool?
    var does: String?

    init(_ number: AccountNumber, _ configuration: Configuration?) {
        self.number = number.number
        leadsTo = [number.endpointID, number.endpointAlias].filter { !$0.isEmpty }.joined(separator: " ")
        (type, localized, portId) = (number.type, number.localized, number.portID)
        released = number.portability?.isReleased
        releasedUntil = number.portability?.releasedUntil.map { LogTimes.utc(Moment($0)) }
        guard let configuration, let called = number.phoneNumber else { return }
        let sentences = StepSentences(configuration)
        let entry = configuration.numbers.incoming.entry(for: called)
        mentioned = entry != nil
        does = (entry?.steps ?? configuration.numbers.otherwise).map { sentences.line($0) } ?? "connect"
    }
}

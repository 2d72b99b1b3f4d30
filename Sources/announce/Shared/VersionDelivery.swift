import ArgumentParser
import CallFlow
import Foundation
import SharedState

/// Makes a version, waits until it is in use, and prints who takes part.
struct VersionDelivery {
    let database: DatabaseURL
    let store: SharedStore

    init(_ database: DatabaseURL) throws {
        self.database = database
        store = try SharedStore(database.description, name: "announce configuration")
    }

    /// - Parameter base: the newest version that its author has seen.
    /// - Throws: `SharedStateError`.
    func deliver(
        _ content: VersionContent, on base: Int64?, origin: ConfigurationVersion.Origin, note: String?
    ) throws {
        let number = try store.propose(
            content, on: base, author: ProcessInfo.processInfo.userName, origin: origin, note: note)
        try settle(number)
    }

    /// Waits until a version is in use, and prints who uses it.
    func settle(_ number: Int64) throws {
        // Refusals are reported below; the instances wait for none of them either.
        var overview = try store.overview()
        while (overview.current ?? 0) < number {
            if overview.isDue { try store.takeEffect(number) } else { Thread.sleep(forTimeInterval: 0.1) }
            overview = try store.overview()
        }
        // Those that know it answer by it at their next look.
        let end = ContinuousClock.now + .seconds(3)
        while overview.live.contains(where: { ($0.knows ?? 0) >= number && ($0.answers ?? 0) < number }),
            ContinuousClock.now < end
        {
            Thread.sleep(forTimeInterval: 0.1)
            overview = try store.overview()
        }
        let users = overview.live.filter { ($0.answers ?? 0) >= number }.count
        Console.note(
            "Version \(number) is in use"
                + (overview.live.isEmpty ? "; no instance runs." : " by \(users) of \(overview.live.count) instances."))
        for instance in overview.live where (instance.answers ?? 0) < number {
            Console.note(
                instance.refuses == number
                    ? "\(instance.name) cannot use it: \(instance.problem ?? "")"
                    : "\(instance.name) was not heard of for \(instance.silence.components.seconds) s, and takes it over when it is back."
            )
        }
    }
}

extension SharedStateError: ReportableError {
    var sentence: String {
        switch self {
        case .noConnection(let words): "The configuration's database cannot be reached: \(words)."
        case .newer: "The configuration's database was made by a newer version of announce. Use that version."
        case .overtaken(let number):
            "Version \(number) was made meanwhile. Look at it (`announce configuration show`), and try again."
        case .other(let words): "The configuration's database cannot be used: \(words)."
        }
    }
}

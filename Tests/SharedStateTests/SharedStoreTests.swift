import Foundation
import SharedState
import Support
import Synchronization
import Testing

/// Versions in a real database.
@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct SharedStoreTests {
    private let store: SharedStore
    private let url: String

    init() throws {
        let server = try #require(PostgresServer.shared)
        url = try server.database()
        store = try SharedStore(url, name: "test")
    }

    @Test("versions are numbered, kept as they were, and made by one author at a time") func versions() throws {
        #expect(try store.versions(limit: 10).isEmpty && store.content(of: 1) == nil)
        let content = VersionContent(
            text: "numbers: {}\n",
            files: ["numbers.csv": "", "branches/köln.yaml": "'\"\\ \u{1F4DE}\n", "same": "numbers: {}\n"])
        #expect(try store.propose(content, on: nil, author: nil, origin: .push, note: "it's the first") == 1)
        #expect(try store.content(of: 1) == content)
        #expect(try store.overview().current == nil && store.overview().proposal?.number == 1)
        for _ in 0..<2 { try store.takeEffect(1) }
        #expect(try store.overview().current == 1 && store.overview().proposal == nil)
        #expect(throws: SharedStateError.overtaken(by: 1)) {
            try store.propose(content, on: nil, author: "anna", origin: .push, note: nil)
        }
        // Of eight at once, one is accepted.
        let url = url
        let numbers = Mutex<[Result<Int64, SharedStateError>]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { author in
            let made = Result { () throws(SharedStateError) in
                try SharedStore(url, name: "test").propose(
                    VersionContent(text: "\(author)"), on: 1, author: "\(author)", origin: .dashboard, note: nil)
            }
            numbers.withLock { $0.append(made) }
        }
        let made = numbers.withLock { $0 }
        #expect(
            made.filter { $0 == .success(2) }.count == 1 && made.filter { $0 == .failure(.overtaken(by: 2)) }.count == 7
        )
        let list = try store.versions(limit: 10)
        #expect(list.map(\.number) == [2, 1] && list.map(\.origin) == [.dashboard, .push])
        #expect(list[1].note == "it's the first" && list[1].effective != nil && list[0].effective == nil)
    }

    @Test("of changes to one value at once, none is lost; what refuses to change it changes nothing") func values()
        throws
    {
        let url = url
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<5 {
                try? SharedStore(url, name: "test").change(value: "count") { "\((Int($0 ?? "") ?? 0) + 1)" }
            }
        }
        #expect(try store.value("count") == "40")
        #expect(throws: CancellationError.self) {
            try store.change(value: "count") { _ in throw CancellationError() }
        }
        #expect(try store.value("count") == "40" && store.values().map(\.revision) == [40])
        #expect(try store.values(changedSince: ["count": 40]).isEmpty && store.value("other") == nil)
    }

    @Test("an instance is listed while it runs, and has versions take effect") func following() throws {
        let received = Mutex<[Int64]>([])
        let values = Mutex<[String?]>([])
        let identity = Instance.Identity(place: "here", release: "1.0", key: "k")
        let follower = SharedFollower(
            url, as: identity, Instance.Report(name: "web1:8080"),
            receive: { number, _ in
                received.withLock { $0.append(number) }
                return true
            },
            receiveValue: { value in
                values.withLock { $0.append(value.content) }
                return true
            }, changed: {})
        follower.start()
        func wait(_ condition: () throws -> Bool) throws {
            let end = ContinuousClock.now + .seconds(30)
            while try !condition() {
                try #require(ContinuousClock.now < end)
                usleep(10_000)
            }
        }
        try wait { try store.overview().live.map(\.name) == ["web1:8080"] }
        #expect(try store.propose(VersionContent(text: "a"), on: nil, author: nil, origin: .push, note: nil) == 1)
        try wait { received.withLock { $0 } == [1] }
        #expect(try store.overview().current == nil)
        follower.report { $0.knows = 1 }
        try wait { follower.news.overview?.current == 1 }
        // Values arrive in their latest state, and their removal does.
        for text in ["one", "two", nil] {
            try store.change(value: "name") { _ in text }
            try wait { values.withLock { $0.last == .some(text) } }
        }
        follower.stop()
        #expect(try store.overview().instances.isEmpty)
    }
}

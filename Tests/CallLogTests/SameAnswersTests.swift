import CallLog
import Support
import Telephony
import Testing

/// A log in PostgreSQL gives the same answers as one in a file: each is the judge of the other.
@Suite(.enabled(if: PostgresServer.isInstalled, "postgresql is not installed"))
struct SameAnswersTests {
    private static let queries: [CallQuery] = {
        var queries = [
            CallQuery(), CallQuery(isTrial: true), CallQuery(isTrial: false), CallQuery(number: "157100"),
            CallQuery(number: "0157 10"), CallQuery(number: "+4921112345"), CallQuery(number: "0211 12345"),
            CallQuery(number: "0049211123456"), CallQuery(number: "45"), CallQuery(number: "7"),
        ]
        for text in [
            "100%", "a_b", "öffnung", "ÖFFNUNG", "ä", "ask", "jürgen", "%", "_", "\\", "feiertag\nask", "marty_mc%fly",
            "+49157", "-17", "x", "'", "b", "nope",
        ] {
            queries.append(CallQuery(text: text))
            queries.append(CallQuery(number: "0157", text: text, isTrial: false))
        }
        for outcome in CallOutcome.allCases {
            queries.append(CallQuery(outcome: outcome))
            queries.append(CallQuery(text: "main", outcome: outcome))
        }
        for hearing in CallHearing.allCases {
            for from in [nil, LogFixture.start.after(60)] {
                var query = CallQuery(from: from)
                query.hearing = hearing
                queries.append(query)
            }
        }
        let evidence: [CallEvidence] =
            [
                .lost(menu: "main"), .lost(menu: "100%"), .unfetched(file: "closed-1.wav"),
                .missing(announcements: "welcome, näh"),
            ]
            + [.slow(500), .refused(reason: "outdated position")]
        for evidence in evidence {
            for to in [nil, LogFixture.start.after(200)] {
                var query = CallQuery(to: to)
                query.evidence = evidence
                queries.append(query)
            }
        }
        for isInProgress in [true, false] {
            var query = CallQuery(outcome: .open)
            query.progress = .init(at: LogFixture.start.after(300), isInProgress: isInProgress)
            queries.append(query)
        }
        for scope in scopes.compactMap(\.self) {
            var query = CallQuery(text: "main")
            query.scope = scope
            queries.append(query)
        }
        return queries
    }()

    private static let scopes: [CallScope?] = [
        nil, CallScope(numbers: ["+492111234561", "+492111234562", "+4921199911"], prefixes: []),
        CallScope(
            numbers: [],
            prefixes: [
                .init("+49211", exceptNumbers: ["+492111234563"], exceptPrefixes: ["+49211999"]),
                .init("+4915710", exceptNumbers: [], exceptPrefixes: []),
            ]),
    ]

    /// The two kinds of store number calls of one millisecond in their own way.
    private static func same(_ calls: [LoggedCall]) -> [LoggedCall] {
        calls.map { call in
            var call = call
            call.id /= 65536
            call.legs = same(call.legs)
            return call
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func random(_ seed: UInt64) async throws {
        let file = try LogFixture()
        let database = try LogFixture.$store.withValue(.database) { try LogFixture() }
        let entries = RandomCalls.entries(seed: seed, calls: 220)
        // In batches that end anywhere.
        var random = SplitMix(state: seed)
        var rest = entries[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Int(random.next() % 400) + 1))
            rest = rest.dropFirst(part.count)
            for log in [file, database] {
                log.record(part)
                await log.flush()
            }
        }
        #expect(database.writer.status.dropped == 0)
        try await compare(file.reader, database.reader)
    }

    private func compare(_ file: CallLogReader, _ database: CallLogReader) async throws {
        let (start, end) = (LogFixture.start, LogFixture.start.after(900))
        var fruitful = 0
        for query in Self.queries {
            let expected = Self.same(try await file.calls(query, limit: 1000))
            let found = Self.same(try await database.calls(query, limit: 1000))
            #expect(found.map(\.callID) == expected.map(\.callID), "\(query)")
            fruitful += expected.isEmpty ? 0 : 1
            #expect(found == expected, "\(query)")
            #expect(try await database.count(query, limit: 50) == min(50, expected.count))
            // Pages of ten, oldest first.
            var (pages, after) = ([] as [LoggedCall], nil as Int64?)
            repeat {
                let page = try await database.oldestCalls(query, after: after, limit: 10)
                pages += page
                after = page.count == 10 ? page.last?.id : nil
            } while after != nil
            #expect(Self.same(pages).map(\.callID) == expected.map(\.callID).reversed(), "\(query)")
        }
        #expect(fruitful > Self.queries.count * 3 / 4, "\(fruitful) of \(Self.queries.count) queries find something")
        for call in try await file.calls(CallQuery(), limit: 1000) {
            let expected = try #require(try await file.timeline(of: call.id))
            let other = try #require(try await database.call(withID: call.callID))
            let found = try #require(try await database.timeline(of: other.id))
            #expect(found.events == expected.events, "\(call.callID)")
            #expect(Self.same(found.related) == Self.same(expected.related))
        }
        for scope in Self.scopes {
            let now = start.after(300)
            #expect(
                Self.same(try await database.callsNow(of: scope, at: now, limit: 50))
                    == Self.same(try await file.callsNow(of: scope, at: now, limit: 50)))
            #expect(
                try await database.hours(of: scope, from: start, to: end, now: now)
                    == file.hours(of: scope, from: start, to: end, now: now))
            var thresholds = CallFinding.Thresholds()
            (thresholds.menuCalls, thresholds.hangUpShare, thresholds.answers) = (2, 0, 1)
            let expected = try await file.findings(of: scope, from: start, to: end, thresholds: thresholds)
            let found = try await database.findings(of: scope, from: start, to: end, thresholds: thresholds)
            #expect(Set(found) == Set(expected) && found.count == expected.count)
            let callBacks = try await file.callBacks(of: scope, from: start, to: end, limit: 100)
            #expect(
                try await database.callBacks(of: scope, from: start, to: end, limit: 100).map { $0.normal }
                    == callBacks.map { $0.normal })
        }
        let ids = try await file.calls(CallQuery(), limit: 1000).map(\.id)
        let others = try await database.calls(CallQuery(), limit: 1000).map(\.id)
        let (expected, found) = (
            try await file.hearing(of: ids, at: end), try await database.hearing(of: others, at: end)
        )
        #expect(zip(ids, others).allSatisfy { expected[$0] == found[$1] } && expected.count == found.count)
        #expect(try await database.refusals(status: 401, from: start) == file.refusals(status: 401, from: start))
        let unfetched = try await file.unfetched(from: start, to: end, settling: .seconds(15), answers: 1)
        #expect(
            Set(try await database.unfetched(from: start, to: end, settling: .seconds(15), answers: 1))
                == Set(unfetched))
    }
}

extension CallBack {
    fileprivate var normal: CallBack {
        var copy = self
        copy.call /= 65536
        return copy
    }
}

import CallFlow
import CallLog
import HTTPListener
import HTTPTypes
import LocalFiles
import Logging
import MediaLibrary
import NIOPosix
import Sipgate
import Telephony
import Webhook

/// `/home`: the locations with their switches, whom to call back, what needs attention, and the day in a picture.
struct HomeController: AdminSection {
    static var entry: AdminEntry? { AdminEntry(title: Texts.Home.title, path: HomePaths.home, place: .bar(.home)) }
    static let script = AdminAsset("home.js", PackageResources.home_js)

    /// The recorded calls; nil if calls are not recorded.
    struct Calls {
        let writer: CallLogWriter
        let log: CallLogReader
        let callBacks: CallBackController
    }

    let calls: Calls?
    let live: VisiblePlan
    let store: OverrideStore
    /// Nil: no one but the owner has a login.
    let users: StateFile<DashboardUsers>?
    let health: @Sendable () -> Health
    let now: @Sendable () -> Moment

    /// The maximum number of calls in progress shown.
    private static let mostCalls = 50
    /// Callers to call back on this page; a page of their own has all.
    private static let mostCallBacks = 8

    var assets: [AdminAsset] { [Self.script] }

    var routes: [AdminRoute] {
        [
            .get(HomePaths.home) { try await page($0) },
            // The page's earlier address, in bookmarks.
            .get("/today") { .seeOther(HomePaths.home + ($0.query?["day"].map { "?day=\($0.percentEncoded)" } ?? "")) },
            .get("/home/now") { _ in .html(try await callsNow()) },
            .get("/home/events") { .events(changes(for: $0.frame.visitor), greeting: "announce") },
            .get("/home/at/{location}/close") { switchPage($0, .closed) },
            .get("/home/at/{location}/open") { switchPage($0, .open) },
            .form("/home/at/{location}/switch") { try await change($0, $1) },
        ]
    }

    private var times: LogTimes { LogTimes(zone: live.configuration.timeZone) }

    // MARK: The page

    private func page(
        _ request: AdminRequest, problem: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Reply {
        let times = times
        let moment = now()
        let today = times.zone.localTime(at: moment).date
        let date = request.query?["day"].flatMap { try? CivilDate($0) } ?? today
        var page = HomePage(
            date: date, now: times.zone.localTime(at: moment), health: health(for: request.frame.visitor), times: times,
            problem: problem, showsCalls: request.frame.visitor.role.seesCalls)
        if date == today { page.locations = locations(request, at: moment) }
        if let calls, page.showsCalls {
            page.day = DayPicture(date: date, isToday: date == today, times: times)
            if date == today { page.day?.callsNow = try await callsNow() }
            await fill(&page, calls, times.day(date), request, isToday: date == today)
        }
        return request.page(Texts.Home.title, status: status, script: Self.script, page.html)
    }

    /// Sentences about the server name recordings, files and numbers of everyone.
    private func health(for visitor: DashboardVisitor) -> Health {
        let health = health()
        guard visitor.customers != nil || !visitor.role.seesCalls else { return health }
        return Health(reasons: health.isReady ? [] : [Texts.Customers.notReady])
    }

    private func fill(
        _ page: inout HomePage, _ calls: Calls, _ day: Range<Moment>, _ request: AdminRequest, isToday: Bool
    ) async {
        do throws(CallLogError) {
            if isToday { page.callBacks = try await calls.callBacks.view(request, most: Self.mostCallBacks) }
            page.day?.hours = try await asking {
                try await calls.log.hours(of: live.calls, from: day.lowerBound, to: day.upperBound, now: now())
            }
            page.findings = try await asking {
                try await calls.log.findings(of: live.calls, from: day.lowerBound, to: day.upperBound)
            }
        } catch .missing {
            // No call was recorded yet.
        } catch {
            page.fault = error
        }
    }

    private func locations(_ request: AdminRequest, at moment: Moment) -> LocationsView {
        let snapshot = live.snapshot
        return LocationsView(
            all: Location.all(of: snapshot.configuration), snapshot: snapshot, catalogue: live.catalogue(),
            moment: moment, canSwitch: store.file != nil, request: request)
    }

    /// The calls in progress, as a part of the page.
    private func callsNow() async throws -> HTML {
        let found: [LoggedCall]
        let moment = now()
        do throws(CallLogError) {
            found = try await asking {
                try await calls?.log.callsNow(of: live.calls, at: moment, limit: Self.mostCalls + 1) ?? []
            }
        } catch {
            found = []
        }
        return CallsNow(calls: found, most: Self.mostCalls, words: CallWords(times: times, now: moment)).html
    }

    /// The calls in progress, whenever they change. Ends when the visitor may see others than when it began, or nothing any more;
    /// browsers then ask anew.
    private func changes(for visitor: DashboardVisitor) -> AsyncStream<ServerEvent> {
        let (events, event) = AsyncStream.makeStream(of: ServerEvent.self, bufferingPolicy: .bufferingNewest(1))
        // Otherwise nothing is reported, but the page still notices that the server is gone.
        guard let writer = calls?.writer, visitor.role.seesCalls else { return events }
        let task = Task {
            for await _ in writer.changes() {
                guard await isStillAllowed(visitor) else { break }
                let names = live.configuration.numbers.names
                let html = try? await Texts.$numberNames.withValue(names) { try await callsNow() }
                guard let html else { continue }
                event.yield(ServerEvent(name: "now", data: html.text))
            }
            event.finish()
        }
        event.onTermination = { _ in task.cancel() }
        return events
    }

    /// Whether a visitor still has the role and the customers with which the request was answered.
    private func isStillAllowed(_ visitor: DashboardVisitor) async -> Bool {
        guard let name = visitor.name, let users else { return true }
        let people = try? await NIOThreadPool.singleton.runIfActive { try users.read() }
        guard let user = people.flatMap({ $0 })?[name] else { return false }
        return user.effectiveRole == visitor.role && user.customers.map { Set($0) } == visitor.customers
    }

    // MARK: Opening and closing

    private func location(_ request: AdminRequest) -> Location? {
        let snapshot = live.snapshot
        let name = request["location"]
        guard let schedule = snapshot.configuration.schedules[name] else { return nil }
        let numbers = Location.all(of: snapshot.configuration).first { $0.schedule.name == name }?.numbers ?? []
        return Location(schedule, numbers, at: now(), snapshot)
    }

    private func switchPage(
        _ request: AdminRequest, _ state: ScheduleOverride.ForcedStatus, _ fields: FormFields? = nil,
        problem: String? = nil, status: HTTPResponse.Status = .ok
    ) -> Reply {
        guard let location = location(request) else { return unknown(request) }
        let page = SwitchPage(
            location: location, state: state, announcements: live.catalogue().published.map(\.name),
            fields: fields ?? request.query, problem: problem, request: request)
        return request.page(Texts.Home.switchTitle(state, location.schedule.name), status: status, page.html)
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.frame.refusal(Texts.Frame.notFound, .notFound, Texts.Home.unknownSchedule(request["location"]))
    }

    private func change(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        let (name, now, configuration) = (request["location"], now(), live.configuration)
        guard configuration.schedules[name] != nil else { return unknown(request) }
        let state = fields["state"].flatMap { ScheduleOverride.ForcedStatus(rawValue: $0) } ?? .closed
        func refused(_ sentence: String, _ status: HTTPResponse.Status) -> Reply {
            switchPage(request, state, fields, problem: sentence, status: status)
        }
        let (isCleared, ended) = (fields["state"] == "hours", fields["ends"])
        let override: ScheduleOverride?
        do throws(SwitchForm.Failure) {
            let catalogue = live.catalogue()
            override =
                isCleared
                ? nil
                : try SwitchForm(fields: fields, zone: configuration.timeZone, now: now).override(of: name) {
                    catalogue.announcement(Prompt($0)) != nil
                }
        } catch {
            let time = configuration.timeZone.localTime(at: now)
            return refused(error.sentence(now: time), .unprocessableContent)
        }
        let refusal = try await store.change(
            at: now, ["schedule": .string(name), "state": .string(override?.state.rawValue ?? "regular hours")],
            setting: override
        ) { overrides in
            if let override {
                overrides.set(override, at: now)
            } else if let ended {
                for planned in overrides.all where planned.schedule == name && planned.key == ended {
                    overrides.remove(planned)
                }
            } else {
                overrides.clear(name, at: now)
            }
        }
        if let refusal { return refused(refusal.sentence, refusal.status) }
        let did = override?.key ?? (ended == nil ? "hours" : "")
        let search = isOnLaterPage(name, configuration) ? name : ""
        let query = String.query(of: [("q", search), ("at", name), ("did", did)])
        return .seeOther("\(HomePaths.home)?\(query)#\(HomePaths.mark(name))")
    }

    /// Whether Home shows a location only when it is looked for.
    private func isOnLaterPage(_ name: String, _ configuration: Configuration) -> Bool {
        Location.all(of: configuration).prefix(LocationsView.length).contains { $0.schedule.name == name } == false
    }
}

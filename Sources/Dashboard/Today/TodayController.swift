import CallFlow
import CallLog
import HTTPListener
import Sipgate
import Telephony
import Webhook

/// `/today`: the calls in progress, the calls of the day by hour, and findings that need attention.
struct TodayController: AdminSection {
    static let entry: AdminEntry? = AdminEntry(title: "Today", path: "/today")
    static let script = AdminAsset("today.js", PackageResources.today_js)

    let writer: CallLogWriter
    let log: CallLogReader
    let live: LivePlan
    let health: @Sendable () -> Health
    let now: @Sendable () -> Moment

    /// The maximum number of calls in progress shown.
    private static let mostCalls = 50

    var assets: [AdminAsset] { [Self.script] }

    var routes: [AdminRoute] {
        [
            .get("/today") { try await page($0) },
            .get("/today/now") { _ in .html(try await calls()) },
            .get("/today/events") { _ in .events(changes, greeting: "announce") },
        ]
    }

    private var times: LogTimes { LogTimes(zone: live.configuration.timeZone) }

    private func page(_ request: AdminRequest) async throws -> Reply {
        let times = times
        let today = times.zone.localTime(at: now()).date
        let date = request.query?["day"].flatMap { try? CivilDate($0) } ?? today
        let day = times.day(date)
        var page = TodayPage(
            date: date, isToday: date == today, health: health(), times: times, calls: try await calls())
        do throws(CallLogError) {
            page.hours = try await asking { try await log.hours(from: day.lowerBound, to: day.upperBound) }
            page.findings = try await asking { try await log.findings(from: day.lowerBound, to: day.upperBound) }
        } catch .missing {
            // No call was recorded yet.
        } catch {
            page.fault = error
        }
        return request.page("Today", script: Self.script, page.html)
    }

    /// The calls in progress, as a part of the page.
    private func calls() async throws -> HTML {
        let calls: [LoggedCall]
        do throws(CallLogError) {
            let moment = now()
            calls = try await asking { try await log.callsNow(at: moment, limit: Self.mostCalls + 1) }
        } catch {
            calls = []
        }
        return CallsNow(calls: calls, most: Self.mostCalls, words: CallWords(times: times)).html
    }

    /// The calls in progress, whenever they change.
    private var changes: AsyncStream<ServerEvent> {
        let (events, event) = AsyncStream.makeStream(of: ServerEvent.self, bufferingPolicy: .bufferingNewest(1))
        let task = Task {
            for await _ in writer.changes() {
                guard let html = try? await calls() else { continue }
                event.yield(ServerEvent(name: "now", data: html.text))
            }
            event.finish()
        }
        event.onTermination = { _ in task.cancel() }
        return events
    }
}

import CallFlow
import CallLog
import HTTPListener
import HTTPTypes
import LocalFiles
import NIOCore
import NIOPosix
import Sipgate
import SystemPackage
import Telephony
import Webhook

/// `/call-back`: the callers to call back, all of them; marks them as done; as CSV.
struct CallBackController: AdminSection {
    let log: CallLogReader
    let live: VisiblePlan
    /// Nil: no one can be marked as done.
    let marks: StateFile<CallBackMarks>?
    let now: @Sendable () -> Moment

    var routes: [AdminRoute] {
        [
            .get(CallBackPaths.list) { await page($0) },
            .get(CallBackPaths.csv) { try await csv($0) },
            .form(CallBackPaths.mark) { try await mark($0, $1) },
        ]
    }

    /// Rows of a page: so many that it is not longer than three screens.
    static let length = 40

    private var times: LogTimes { LogTimes(zone: live.configuration.timeZone) }

    /// The list as a part of another page.
    ///
    /// - Parameter most: rows at most; nil: all.
    func view(_ request: AdminRequest, most: Int?, problem: String? = nil) async throws(CallLogError) -> HTML {
        let (list, fault) = try await list()
        let paging =
            most == nil ? Paging(list.open.count, length: Self.length, first: request.query?["first"]) : nil
        return CallBackView(
            list: list, paging: paging, times: times, now: now(), most: most, changed: request.query?["called"],
            problem: problem ?? fault, request: request
        ).html
    }

    private func list() async throws(CallLogError) -> (CallBackList, fault: String?) {
        let moment = now()
        let begin = moment.adding(.seconds(-86_400 * CallBackList.days))
        let callers = try await asking {
            try await log.callBacks(
                of: live.calls, from: begin, to: moment.adding(.seconds(60)), limit: CallBackList.most)
        }
        var (known, fault) = (CallBackMarks(), String?.none)
        do {
            known = try await NIOThreadPool.singleton.runIfActive { try marks?.read() } ?? known
        } catch let failure as StateFileError {
            fault = Self.sentence(failure)
        } catch {
            fault = "\(error)"
        }
        let configuration = live.configuration
        return (CallBackList(callers, known, configuration, CallBackParty(live.view, configuration)), fault)
    }

    private func page(_ request: AdminRequest, problem: String? = nil, status: HTTPResponse.Status = .ok) async -> Reply
    {
        let list: HTML
        do throws(CallLogError) {
            list = try await view(request, most: nil, problem: problem)
        } catch .missing {
            list = "<p class=\"faint\">\(Texts.CallBacks.none)</p>"
        } catch {
            list = "<p class=\"bad\" role=\"alert\">\(Texts.Home.logUnreadable(error.words))</p>"
        }
        return request.page(
            Texts.CallBacks.title, status: status,
            """
            <h1>\(Texts.CallBacks.title)</h1><p class="faint">\(Texts.CallBacks.explanation(days: CallBackList.days))</p>\(list)
            """)
    }

    private func csv(_ request: AdminRequest) async throws -> Reply {
        let list: CallBackList
        do throws(CallLogError) {
            list = try await self.list().0
        } catch .missing {
            list = CallBackList([], CallBackMarks(), live.configuration, .everyone)
        }
        var reply = Reply(.ok, bytes: ByteBuffer(string: list.csv(times)), type: "text/csv; charset=utf-8")
        reply.fields[.contentDisposition] = "attachment; filename=\"call-back.csv\""
        return reply
    }

    private func mark(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        guard let marks else { return await page(request, problem: Texts.CallBacks.unavailable, status: .conflict) }
        guard let caller = fields["caller"], caller.utf8.count <= 200, let last = fields["last"].flatMap({ Int64($0) })
        else { return await page(request) }
        let isDone = fields["state"] == "done"
        let now = now()
        let customers = live.view?.customers
        if customers != nil {
            let known = (try? await list())?.0.rows ?? []
            guard known.contains(where: { $0.caller.caller == caller }) else {
                return request.frame.refusal(Texts.Frame.notFound, .notFound, Texts.Frame.noSuchPage)
            }
        }
        do {
            _ = try await WaitingThreads.run {
                try marks.change { stored in
                    var stored = stored ?? CallBackMarks()
                    // A page cannot settle what has not happened yet.
                    let time = min(Moment(milliseconds: last), now)
                    if isDone {
                        stored.settle(caller, of: customers, until: time, at: now)
                    } else {
                        stored.reopen(caller, of: customers)
                    }
                    return stored
                }
            }
        } catch let failure as StateFileError {
            return await page(request, problem: Self.sentence(failure), status: .internalServerError)
        }
        let path = fields["all"] == nil ? "/home" : CallBackPaths.list
        return .seeOther("\(path)?called=\(caller.percentEncoded)#call-back")
    }

    private static func sentence(_ failure: StateFileError) -> String {
        switch failure {
        case .unshared(let words): Texts.Forms.noDatabase(words)
        case .damaged(let path): Texts.CallBacks.isDamaged(path.string)
        case .system(let error, let path): Texts.CallBacks.notWritten(path.string, "\(error)")
        }
    }
}

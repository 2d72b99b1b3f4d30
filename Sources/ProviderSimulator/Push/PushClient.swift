import FoundationEssentials
package import ServerProbe
package import Sipgate
import Telephony

/// Posts events to a server and fetches sounds from it, as the provider's two clients do: the one that posts signs and answers a
/// challenge; the one that fetches has no credentials.
///
/// Addresses that do not begin with the server's public URL are not contacted: they belong to others.
package struct PushClient: Sendable {
    private let server: TestedServer
    private let http: PublicClient
    private let signer: PushSigner?

    /// - Parameters:
    ///   - signer: nil: events are not signed.
    ///   - authorities: Certificates to trust in addition to the system's.
    ///   - timeout: The provider's is 10 s.
    package init(
        _ server: TestedServer, signer: PushSigner?, authorities: Authorities? = nil, timeout: Duration = .seconds(10)
    ) {
        self.server = server
        self.signer = signer
        http = PublicClient(
            PublicTarget(url: server.address, address: nil), authorities: authorities, timeout: timeout,
            userAgent: Self.userAgent)
    }

    package func close() async { await http.close() }

    /// What came of an event.
    package struct Delivery: Sendable {
        package var result: Result<PushAnswer, DeliveryFailure>
        /// From the request to the end of the answer.
        package var took: Duration
        /// HTTP; nil if there was no answer.
        package var status: Int?
        /// The body of the answer.
        package var body: [UInt8] = []
    }

    /// Posts an event.
    ///
    /// - Parameter address: An absolute URL of an answer; nil: the webhook's.
    package func post(_ form: PushForm, to address: String? = nil) async -> Delivery {
        let start = ContinuousClock.now
        do throws(DeliveryFailure) {
            let answer = try await reply(to: form.bytes, at: address)
            var delivery = Delivery(
                result: .failure(.status(answer.status)), took: answer.took, status: answer.status, body: answer.body)
            do throws(DeliveryFailure) {
                delivery.result = .success(try Self.read(answer))
            } catch {
                delivery.result = .failure(error)
            }
            return delivery
        } catch {
            return Delivery(result: .failure(error), took: ContinuousClock.now - start)
        }
    }

    private static func read(_ answer: PublicClient.Answer) throws(DeliveryFailure) -> PushAnswer {
        guard answer.status == 200 else { throw .status(answer.status) }
        let type = answer.header("content-type") ?? ""
        guard ["application/xml", "text/xml"].contains(type.prefix { $0 != ";" }.lowercased()) else {
            throw .contentType(type)
        }
        do throws(PushAnswer.Fault) { return try PushAnswer(xml: answer.body) } catch { throw .unusable(error) }
    }

    /// The webhook's address as a URL.
    package var webhook: String { server.address.appending(server.webhook.path) }

    /// Looks whether something answers at the webhook's address, without an event.
    package func probe() async -> DeliveryFailure? {
        do throws(DeliveryFailure) {
            _ = try await send(.get, server.webhook.path, [])
            return nil
        } catch {
            return error
        }
    }

    /// Fetches a sound, without credentials. Redirects are followed, as the network seems to do for sounds, within the server.
    package func fetch(_ address: String) async throws(DeliveryFailure) -> [UInt8] {
        var place = try server.place(of: address)
        for _ in 0...Self.mostRedirects {
            let answer = try await send(.get, place.path, [(name: "Accept", value: "*/*")])
            if answer.status == 200 { return answer.body }
            guard [301, 302, 303, 307, 308].contains(answer.status), let next = answer.header("location") else {
                throw .status(answer.status)
            }
            place = next.hasPrefix("/") ? TestedServer.Place(path: next) : try server.place(of: next)
        }
        throw .tooManyRedirects
    }

    private static let mostRedirects = 5

    private func reply(to body: [UInt8], at address: String?) async throws(DeliveryFailure) -> PublicClient.Answer {
        let place = try address.map { (text) throws(DeliveryFailure) in try server.place(of: text) } ?? server.webhook
        let headers = try Self.headers(of: body, signer)
        let answer = try await send(.post, place.path, headers, body)
        // The provider never sends credentials unasked.
        guard answer.status == 401, let user = place.credentials,
            answer.header("www-authenticate")?.lowercased().hasPrefix("basic") == true
        else { return answer }
        let code = Data(user.utf8).base64EncodedString()
        return try await send(.post, place.path, headers + [(name: "Authorization", value: "Basic \(code)")], body)
    }

    /// The headers of an event beside those of every request.
    ///
    /// - Parameter signer: nil: it is not signed.
    package static func headers(
        of body: [UInt8], _ signer: PushSigner?
    ) throws(DeliveryFailure) -> [(name: String, value: String)] {
        var headers = [
            (name: "Accept", value: "application/xml, text/plain, text/html"),
            (name: "Content-Type", value: "application/x-www-form-urlencoded; charset=UTF-8"),
        ]
        if let signer {
            guard let signature = try? signer.signature(of: body) else { throw .cannotSign }
            headers.append((WebhookSignature.header, signature))
        }
        return headers
    }

    /// The provider's name in `User-Agent`.
    package static let userAgent = "sipgate.io"

    private func send(
        _ method: PublicClient.Method, _ path: String, _ headers: [(name: String, value: String)],
        _ body: [UInt8]? = nil
    ) async throws(DeliveryFailure) -> PublicClient.Answer {
        do throws(PublicClient.RequestError) {
            return try await http.send(
                method, path, headers.map { ($0.name, $0.value) }, body: body, limit: Self.largest)
        } catch {
            throw switch error {
            case .timedOut(let limit): .timedOut(after: limit)
            case .tooLarge(let limit): .tooLarge(limit: limit)
            case .failed(let failure): .connection(failure)
            }
        }
    }

    /// Bytes of an answer: more than an hour of sound.
    private static let largest = 64 << 20
}

/// Reasons an event has no answer, or a sound cannot be fetched. The provider then goes on as if there had been none.
package enum DeliveryFailure: Error, Hashable, Sendable {
    case timedOut(after: Duration)
    case connection(ConnectionFailure)
    case tooLarge(limit: Int)
    case status(Int)
    case contentType(String)
    case unusable(PushAnswer.Fault)
    /// Not below the server's public URL.
    case foreign(String)
    case cannotSign
    case tooManyRedirects
}

extension DeliveryFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .timedOut(let limit): "no complete answer within \(limit.components.seconds) s"
        case .connection(let failure): failure.words
        case .tooLarge(let limit): "the answer is larger than \(limit >> 20) MiB"
        case .status(let status): "status \(status)"
        case .contentType(let type): "the content type is \(type.isEmpty ? "missing" : type) instead of application/xml"
        case .unusable(let fault): "\(fault)"
        case .foreign(let address): "\(address.printable) is not an address of the server"
        case .cannotSign: "the event cannot be signed"
        case .tooManyRedirects: "redirects without end"
        }
    }
}

import ArgumentParser
import Glibc
import Sipgate
import SystemPackage

/// What every `announce account` command takes, and how it signs in.
struct AccountOptions: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup
    var place: StateOption

    /// Does something at the provider; says what went wrong there.
    ///
    /// - Throws: `ExitCode(1)`.
    func signedIn(_ work: (SipgateClient) async throws -> Void) async throws {
        let settings = try Self.settings()
        guard let token = try token() else {
            Talk.error(
                "Nobody is logged in. Run `announce account login`, or set \(TokenVariables.id) and "
                    + "\(TokenVariables.secret).")
            throw ExitCode(1)
        }
        try await told { try await work(SipgateClient(.personalAccessToken(token), settings: settings)) }
    }

    /// The token of the environment, else the stored one, else nil; says why one that is there is none.
    ///
    /// - Throws: `ExitCode(1)`.
    func token() throws -> PersonalAccessToken? {
        do throws(TokenProblem) {
            return try knownToken()
        } catch {
            Talk.error(error.sentence)
            throw ExitCode(1)
        }
    }

    /// The token of the environment, else the stored one, else nil.
    func knownToken() throws(TokenProblem) -> PersonalAccessToken? {
        if let token = try TokenVariables.token() { return token }
        let folder: FilePath
        do throws(StateFolder.Failure) {
            folder = try StateFolder.location(place.state?.path)
        } catch {
            throw .folder(error)
        }
        return try TokenFile(folder).token()
    }

    /// How the API is talked to; says what is wrong with `ANNOUNCE_API_URL`.
    ///
    /// - Throws: `ExitCode(1)`.
    static func settings() throws -> SipgateClient.Settings {
        do throws(APIAddress.Invalid) {
            return SipgateClient.Settings(address: try apiAddress())
        } catch {
            Talk.error(error.sentence)
            throw ExitCode(1)
        }
    }

    /// `ANNOUNCE_API_URL`, else the provider's own.
    static func apiAddress() throws(APIAddress.Invalid) -> APIAddress {
        guard let text = getenv("ANNOUNCE_API_URL").map({ String(cString: $0) }), !text.isEmpty else { return .sipgate }
        return try APIAddress(text)
    }
}

/// Does something; of what the provider refuses, or a file does not hold, says why.
///
/// - Throws: `ExitCode(1)`, and whatever else is thrown.
func told(_ work: () async throws -> Void) async throws {
    let sentence: String
    do {
        return try await work()
    } catch let error as SipgateError {
        sentence = error.sentence
    } catch let error as InputFile.Unreadable {
        sentence = error.sentence
    }
    Talk.error(sentence)
    throw ExitCode(1)
}

extension APIAddress.Invalid {
    var sentence: String {
        switch self {
        case .notAnAddress(let text):
            "ANNOUNCE_API_URL is \(maskedAddress(text)), which is no https address without user, query and fragment."
        case .unencrypted(let host):
            "ANNOUNCE_API_URL leads to \(host) without TLS, where everybody on the way could read the token. Use https."
        }
    }
}

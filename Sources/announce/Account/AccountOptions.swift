import ArgumentParser
import Glibc
import Hosting
import LocalFiles
import Sipgate
import SystemPackage

/// The options of all `announce account` commands, and the client they make.
struct AccountOptions: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup
    var place: StateOption

    /// Runs `work` with an authenticated client.
    ///
    /// - Throws: `TokenError`, `SipgateError.invalid`, and what `work` throws.
    func withClient(_ work: (SipgateClient) async throws -> Void) async throws {
        let settings = SipgateClient.Settings(address: try Self.apiAddress())
        guard let token = try token() else { throw TokenError.notLoggedIn }
        try await work(SipgateClient(.personalAccessToken(token), settings: settings))
    }

    /// Prints a value as JSON with `--json`, and as text without.
    func print(_ value: some Encodable, text: @autoclosure () -> String) {
        Console.print(value, asJSON: json, text: text())
    }

    /// Prints values as a JSON array with `--json`, and as a table with one row per value without.
    func print<Value>(_ values: [Value], object: (Value) -> some Encodable, row: (Value) -> [String]) {
        Console.print(values, asJSON: json, object: object, row: row)
    }

    /// The token of the environment, otherwise the stored one; nil if there is neither.
    func token() throws(TokenError) -> PersonalAccessToken? {
        if let token = try TokenVariables.token() { return token }
        let folder: FilePath
        do throws(StateFolder.OpenError) { folder = try place.accountLocation() } catch { throw .folder(error) }
        do throws(StateFileError) { return try StateFiles(in: folder).account.read() } catch { throw .file(error) }
    }

    static let addressVariable = "ANNOUNCE_API_URL"

    /// `ANNOUNCE_API_URL`, by default the provider's own address.
    static func apiAddress() throws(SipgateError) -> APIAddress {
        guard let text = getenv(addressVariable).map({ String(cString: $0) }), !text.isEmpty else { return .sipgate }
        return try APIAddress(text)
    }
}

extension APIAddress.ParseError {
    /// Names the environment variable that is wrong.
    var sentence: String {
        switch self {
        case .notAnAddress(let text):
            "ANNOUNCE_API_URL is \(maskedAddress(text)); it must be an https URL without user, query and fragment."
        case .unencrypted(let host):
            "ANNOUNCE_API_URL points to \(host) without TLS, which would send the token unencrypted. Use https."
        }
    }
}

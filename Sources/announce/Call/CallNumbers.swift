import ArgumentParser
import CallFlow
import Telephony

/// A phone number on the command line. A national number is completed once the configuration is known.
struct WrittenNumber: Hashable {
    private let text: String

    /// - Parameter words: the number, split at its spaces if it was not quoted.
    /// - Throws: `ValidationError`.
    init(_ words: [String]) throws {
        text = words.joined(separator: " ")
        do throws(PhoneNumber.ParseError) {
            _ = try PhoneNumber(text)
        } catch {
            if case .national = error { return }
            let remedy = text.contains(":") ? " Quote a time that contains a space: --at \"24.12. 13:59\"." : ""
            throw ValidationError(
                "\(text.printable) is not a phone number: \(error.words)." + remedy)
        }
    }

    /// The number; a national one gets the country code that the configured numbers share.
    ///
    /// - Throws: `ValidationError` if the country is unknown.
    func number(in configuration: Configuration) throws -> PhoneNumber {
        let plan = configuration.numbers
        if let number = try? PhoneNumber(text) { return number }
        let codes = Set((plan.incoming.entries + plan.outgoing.entries).map { $0.pattern.countryCode })
            .union(plan.incoming.large.flatMap(\.countryCodes))
        let code = codes.count == 1 ? codes.first : nil
        let completed =
            code.map { PhoneNumber.international(text, countryCode: $0) }
            ?? PhoneNumber.international(text, inZone: configuration.timeZone.description)
        guard code != nil, let number = try? PhoneNumber(completed) else {
            throw ValidationError(
                "\(text.printable) has no country code; write it in international format, for example "
                    + "\(completed.printable).")
        }
        return number
    }
}

/// The caller on the command line: a number, an extension, or `anonymous`.
enum WrittenCaller: Hashable {
    /// Without a number.
    case word(Caller)
    case number(WrittenNumber)

    /// Reads an option's value.
    @Sendable static func argument(_ text: String) throws -> WrittenCaller {
        let caller = Caller(text)
        return caller == .anonymous || caller.internalExtension != nil
            ? .word(caller) : .number(try WrittenNumber([text]))
    }

    func caller(in configuration: Configuration) throws -> Caller {
        switch self {
        case .word(let caller): caller
        case .number(let number): .number(try number.number(in: configuration))
        }
    }
}

import CallFlow
import CallLog
import Telephony

/// For whom a caller's tries are marked as done: the customers whose numbers were called.
struct CallBackParty {
    /// Nil: no number is a customer's.
    private let numbers: CustomerNumbers?
    /// Of the visitor; nil: those of the numbers that were called.
    private let visitor: Set<String>?

    static let everyone = CallBackParty(nil, nil)

    /// - Parameter view: what the visitor sees; nil: everything.
    init(_ view: CustomerView?, _ configuration: Configuration) {
        self.init(view?.customers, CustomerNumbers(configuration))
    }

    private init(_ visitor: Set<String>?, _ numbers: CustomerNumbers?) {
        (self.visitor, self.numbers) = (visitor, numbers)
    }

    /// Empty if one of the numbers belongs to no customer, or is masked: then only those who see everything can be done with it.
    func customers(_ caller: CallBack) -> Set<String> {
        let called = caller.numbers.map { number in (try? PhoneNumber(number)).flatMap { numbers?[$0] } }
        let known = Set(called.compactMap(\.self))
        if let visitor { return known.isEmpty || called.contains(nil) ? visitor : known }
        return called.contains(nil) ? [] : known
    }
}

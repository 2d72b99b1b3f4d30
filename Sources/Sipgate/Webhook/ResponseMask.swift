/// How the values of an answer appear in a document that is kept or shown rather than sent.
///
/// Masks values before they are rendered, so that nothing depends on the form of the XML.
package struct ResponseMask {
    /// The text of a number.
    package var number: (PhoneNumber) -> String
    /// The text of a URL.
    package var url: (AbsoluteURL) -> String
    /// The text of `Gather.onData`, the URL that carries the state of the call.
    package var gatherURL: (AbsoluteURL) -> String

    package init(
        number: @escaping (PhoneNumber) -> String, url: @escaping (AbsoluteURL) -> String,
        gatherURL: @escaping (AbsoluteURL) -> String
    ) {
        (self.number, self.url, self.gatherURL) = (number, url, gatherURL)
    }

    /// Removes user name and password from URLs, and nothing else.
    package static var withoutCredentials: ResponseMask {
        ResponseMask(number: \.digits, url: \.withoutCredentials, gatherURL: \.withoutCredentials)
    }
}

/// Reasons a text, a number or a file is not a value of the API, by the type of value.
public enum InvalidValue: Error, Hashable, Sendable {
    /// The text that is not a telephone number, and why.
    case phoneNumber(String, PhoneNumber.ParseError)
    /// Not an ``AbsoluteURL``.
    case url(AbsoluteURL.ParseError)
    /// Not the address of an API.
    case address(APIAddress.ParseError)
    /// Not the path of an endpoint.
    case path(String)
    /// A body that is not JSON; the name of its type.
    case body(type: String)
    /// Not a ``UserAgent``.
    case userAgent(String)
    /// Not the id of an object.
    case identifier(InvalidIdentifier)
    /// Not an extension, or of the wrong kind.
    case `extension`(Extension.ParseError)
    /// Not a sequence of telephone keys.
    case keys(DTMFKeys.ParseError)
    /// Not the text of an SMS.
    case smsText(SMSText.ValidationError)
    /// Not a time to send an SMS.
    case smsTime(SMSTime.ValidationError)
    /// Not a PDF that can be faxed.
    case pdf(PDF.ParseError)
    /// Not the name of a fax.
    case faxName(FaxName.ParseError)
    /// Not a contact.
    case contact(NewContact.ValidationError)
    /// Not a vCard.
    case vCard(VCard.ParseError)
    /// Not a separator of the fields of a table.
    case delimiter(CSVDelimiter.ParseError)
    /// Not a voicemail greeting.
    case greeting(GreetingSound.ValidationError)
    /// Not a table of contacts.
    case table(ContactTable.ParseError)
    /// Not the id of a personal access token.
    case tokenID(PersonalAccessToken.ID.ParseError)
    /// Not a personal access token.
    case token(PersonalAccessToken.Token.ParseError)
    /// Not an OAuth token.
    case oauthToken(OAuthToken.ParseError)
    /// Not a user name and password.
    case user(Credentials.InvalidUser)
}

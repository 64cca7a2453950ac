"""Why a document could not be read: each class says what is wrong and what to do."""


class ContractUnreadable(Exception):
    """The file is not a PDF that can be opened."""


class ContractEncrypted(ContractUnreadable):
    """The PDF asks for a password: remove it, or ask the sender for an open copy."""


class ContractTooLarge(ContractUnreadable):
    """Reading the PDF went over the limits on memory, time or pages."""

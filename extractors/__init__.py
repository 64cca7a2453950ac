"""From PDF to cited terms: document, sections, tables, readers, citations, force order."""

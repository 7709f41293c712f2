package io.setpoint.document;

import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * Refuses a YAML document that nests too deep, uses too many aliases or has too many
 * names and values, at the place where it does so.
 */
final class BoundedParser implements Parser {

	static final int MAX_ALIASES = 100;

	private static final int MAX_SCALARS = 3 * Budget.MAX_PROPERTIES;

	private final Parser delegate;

	private int depth;

	private int aliases;

	private int scalars;

	BoundedParser(Parser delegate) {
		this.delegate = delegate;
	}

	@Override
	public boolean checkEvent(Event.ID choice) {
		return this.delegate.checkEvent(choice);
	}

	@Override
	public Event peekEvent() {
		return this.delegate.peekEvent();
	}

	@Override
	public Event getEvent() {
		Event event = this.delegate.getEvent();
		if (event instanceof CollectionStartEvent && ++this.depth > Sections.MAX_DEPTH) {
			throw Sections.tooDeep(event.getStartMark().getLine() + 1, event.getStartMark().getColumn() + 1);
		}
		if (event instanceof CollectionEndEvent) {
			this.depth--;
		}
		if (event instanceof AliasEvent && ++this.aliases > MAX_ALIASES) {
			throw YamlReader.refused("the document uses more than " + MAX_ALIASES + " aliases",
					"Write out what is meant", event.getStartMark());
		}
		if (event instanceof ScalarEvent && ++this.scalars > MAX_SCALARS) {
			throw Budget.tooMany("names and values", MAX_SCALARS, event.getStartMark().getLine() + 1,
					event.getStartMark().getColumn() + 1);
		}
		return event;
	}

}

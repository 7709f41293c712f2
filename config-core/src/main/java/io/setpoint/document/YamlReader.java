package io.setpoint.document;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads YAML as Boot reads {@code application.yaml}. Boot's own loader is not called
 * because it logs the values at debug level and bounds neither aliases nor nesting; a
 * test holds the two against each other.
 */
final class YamlReader {

	private final Sections sections;

	private final Budget budget;

	private YamlReader(Budget budget) {
		this.budget = budget;
		this.sections = new Sections(budget);
	}

	static List<Map<String, Located>> read(String text, Budget budget) {
		try {
			return new YamlReader(budget).readSections(text);
		}
		catch (KeyRefusedException ex) {
			throw ex;
		}
		catch (DuplicateKeyException ex) {
			throw refused("a mapping has the same key twice", "Remove one of the two", ex.getProblemMark());
		}
		catch (MarkedYAMLException ex) {
			Mark mark = (ex.getProblemMark() != null) ? ex.getProblemMark() : ex.getContextMark();
			throw refused("the document is not valid YAML", "Correct it and write it again", mark);
		}
		catch (ReaderException ex) {
			throw unprintable(text, ex.getPosition());
		}
		catch (RuntimeException ex) {
			throw refused("the document is not valid YAML", "Correct it and write it again", null);
		}
	}

	private List<Map<String, Located>> readSections(String text) {
		LoaderOptions options = options();
		LocatingConstructor constructor = new LocatingConstructor(options, this.budget);
		constructor.setComposer(composer(text, options));
		while (constructor.checkData()) {
			readSection(constructor.getData());
		}
		return this.sections.list();
	}

	static LoaderOptions options() {
		LoaderOptions options = new LoaderOptions();
		options.setMaxAliasesForCollections(BoundedParser.MAX_ALIASES);
		options.setNestingDepthLimit(Sections.MAX_DEPTH);
		options.setCodePointLimit(Integer.MAX_VALUE);
		return options;
	}

	static Composer composer(String text, LoaderOptions options) {
		BoundedParser parser = new BoundedParser(new ParserImpl(new WholeReader(text), options));
		return new Composer(parser, new NoTimestampResolver(), options);
	}

	private void readSection(@Nullable Object document) {
		if (document == null || (document instanceof Located located && "".equals(located.value()))) {
			return;
		}
		if (!(document instanceof Map<?, ?> map)) {
			throw new KeyRefusedException("the document is not a mapping",
					"Write a mapping of names to values, or use a key without extension for a single value", 1, 1);
		}
		this.sections.begin();
		map.forEach((key, value) -> flatten(nameOf(key), value, 1));
	}

	private void flatten(String path, @Nullable Object value, int depth) {
		if (depth > Sections.MAX_DEPTH) {
			throw Sections.tooDeep(null, null);
		}
		if (value instanceof Map<?, ?> map && !map.isEmpty()) {
			map.forEach((key, child) -> flatten(Sections.join(path, nameOf(key)), child, depth + 1));
		}
		else if (value instanceof Collection<?> collection && !collection.isEmpty()) {
			int index = 0;
			for (Object child : collection) {
				flatten(path + "[" + index++ + "]", child, depth + 1);
			}
		}
		else if (value instanceof Located located) {
			this.sections.put(path, located);
		}
		else {
			boolean empty = value instanceof Map || value instanceof Collection;
			this.sections.put(path, Located.unknown(empty ? "" : value));
		}
	}

	private String nameOf(@Nullable Object key) {
		Object name = (key instanceof Located located) ? located.value() : key;
		return (name instanceof String string) ? string : "[" + name + "]";
	}

	private static KeyRefusedException unprintable(String text, int position) {
		String before = text.substring(0,
				text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length()))));
		int line = (int) before.lines().count();
		return new KeyRefusedException("the document has a character that YAML does not allow",
				"Remove or escape the character", Math.max(line, 1), before.length() - before.lastIndexOf('\n'));
	}

	static KeyRefusedException refused(String reason, String remedy, @Nullable Mark mark) {
		Integer line = (mark != null) ? mark.getLine() + 1 : null;
		Integer column = (mark != null) ? mark.getColumn() + 1 : null;
		return new KeyRefusedException(reason, remedy, line, column);
	}

}

package io.setpoint.document;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Constant;

/**
 * Reads a text that is there as a whole. SnakeYAML's own reader copies what it has of a
 * word once more for each thousand characters, so that a long one takes time in
 * proportion to its square.
 */
final class WholeReader extends StreamReader {

	private static final String NAME = "'string'";

	private static final int BYTE_ORDER_MARK = 0xFEFF;

	private final int[] text;

	private int pointer;

	private int documentIndex;

	private int line;

	private int column;

	/**
	 * Create a reader.
	 * @param text the text
	 * @throws ReaderException if it has a character that YAML does not allow
	 */
	WholeReader(String text) {
		super("");
		this.text = text.codePoints().toArray();
		for (int i = 0; i < this.text.length; i++) {
			if (!isPrintable(this.text[i])) {
				throw new ReaderException(NAME, i, this.text[i], "special characters are not allowed");
			}
		}
	}

	@Override
	public Mark getMark() {
		return new Mark(NAME, this.pointer, this.line, this.column, this.text, this.pointer);
	}

	@Override
	public void forward() {
		forward(1);
	}

	@Override
	public void forward(int length) {
		for (int i = 0; i < length && this.pointer < this.text.length; i++) {
			int character = this.text[this.pointer];
			moveBy(1);
			if (Constant.LINEBR.has(character) || (character == '\r' && isFollowedByAnother('\n'))) {
				this.line++;
				this.column = 0;
			}
			else if (character != BYTE_ORDER_MARK) {
				this.column++;
			}
		}
	}

	private boolean isFollowedByAnother(int character) {
		return this.pointer < this.text.length && this.text[this.pointer] != character;
	}

	private void moveBy(int length) {
		this.pointer += length;
		this.documentIndex += length;
	}

	@Override
	public int peek() {
		return peek(0);
	}

	@Override
	public int peek(int index) {
		return (this.pointer + index < this.text.length) ? this.text[this.pointer + index] : 0;
	}

	@Override
	public String prefix(int length) {
		return new String(this.text, this.pointer, Math.min(length, this.text.length - this.pointer));
	}

	@Override
	public String prefixForward(int length) {
		String prefix = prefix(length);
		moveBy(length);
		this.column += length;
		return prefix;
	}

	@Override
	public int getColumn() {
		return this.column;
	}

	@Override
	public int getDocumentIndex() {
		return this.documentIndex;
	}

	@Override
	public void resetDocumentIndex() {
		this.documentIndex = 0;
	}

	@Override
	public int getIndex() {
		return this.pointer;
	}

	@Override
	public int getLine() {
		return this.line;
	}

}

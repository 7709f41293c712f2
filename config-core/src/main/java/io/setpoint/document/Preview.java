package io.setpoint.document;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What one thread sees of locations in place of what they show to everybody. Whatever it
 * asks that delegates to a location answers from the preview: a wrapper around its
 * source, a source that is computed from it.
 *
 * @since 0.1.0
 */
public final class Preview implements AutoCloseable {

	private static final ThreadLocal<@Nullable Preview> current = new ThreadLocal<>();

	private final Function<LocationPropertySource, LocationContent> contents;

	private final @Nullable Preview outer;

	private Preview(Function<LocationPropertySource, LocationContent> contents, @Nullable Preview outer) {
		this.contents = contents;
		this.outer = outer;
	}

	/**
	 * Let this thread see other contents until the preview is closed.
	 * @param contents the contents
	 * @return the preview
	 */
	public static Preview of(Function<LocationPropertySource, LocationContent> contents) {
		Preview preview = new Preview(contents, current.get());
		current.set(preview);
		return preview;
	}

	static @Nullable LocationContent contentOf(LocationPropertySource source) {
		Preview preview = current.get();
		return (preview != null) ? preview.contents.apply(source) : null;
	}

	@Override
	public void close() {
		if (this.outer != null) {
			current.set(this.outer);
		}
		else {
			current.remove();
		}
	}

}

package io.setpoint.environment;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.CompositePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * How libraries put something around a property source that makes something else of its
 * values: {@code ENC:one} becomes {@code one}, and {@code ENC:!} cannot be decrypted.
 */
enum Wrapping {

	/**
	 * Gives the source of what it is around for its own, as Jasypt's wrappers do.
	 */
	WITH_THE_SOURCE_OF_ITS_DELEGATE((delegate) -> new Wrapper(delegate.getName(), delegate.getSource(), delegate)),

	WITH_ITS_DELEGATE_AS_SOURCE((delegate) -> new Wrapper(delegate.getName(), delegate, delegate)),

	WITH_A_SOURCE_OF_ITS_OWN((delegate) -> new Wrapper(delegate.getName(), new Object(), delegate)),

	WITH_ANOTHER_NAME((delegate) -> new Wrapper("decrypting " + delegate.getName(), delegate.getSource(), delegate)),

	NOT_ENUMERABLE((delegate) -> new Opaque(delegate.getName(), delegate.getSource(), delegate)),

	AROUND_A_WRAPPER((delegate) -> {
		Wrapper inner = new Wrapper(delegate.getName(), delegate.getSource(), delegate);
		return new Wrapper(inner.getName(), inner.getSource(), inner);
	}),

	/**
	 * Keeps what it has decrypted as long as the encrypted value is the same.
	 */
	WITH_A_CACHE((delegate) -> new Caching(delegate)),

	AS_MAP((delegate) -> new MapPropertySource(delegate.getName(), new View(delegate))),

	AS_MAP_WITH_ORIGINS((delegate) -> new OriginTrackedMapPropertySource(delegate.getName(), new View(delegate))),

	IN_A_COMPOSITE((delegate) -> {
		CompositePropertySource composite = new CompositePropertySource(delegate.getName());
		composite.addPropertySource(new MapPropertySource("more", Map.of("shelf.more", "more")));
		composite.addPropertySource(new Wrapper(delegate.getName(), delegate.getSource(), delegate));
		return composite;
	});

	static final String UNREADABLE = "ENC:!";

	private final Function<EnumerablePropertySource<?>, PropertySource<?>> wrapper;

	Wrapping(Function<EnumerablePropertySource<?>, PropertySource<?>> wrapper) {
		this.wrapper = wrapper;
	}

	/**
	 * Put something around a source of an environment.
	 * @param environment the environment
	 * @param name the name of the source
	 */
	void wrap(ConfigurableEnvironment environment, String name) {
		MutablePropertySources sources = environment.getPropertySources();
		sources.replace(name,
				this.wrapper.apply((EnumerablePropertySource<?>) Objects.requireNonNull(sources.get(name))));
	}

	private static @Nullable Object decrypt(@Nullable Object value) {
		if (UNREADABLE.equals(value)) {
			throw new IllegalStateException("Cannot be decrypted");
		}
		return (value instanceof String text && text.startsWith("ENC:")) ? text.substring(4) : value;
	}

	private static class Wrapper extends EnumerablePropertySource<Object> {

		private final EnumerablePropertySource<?> delegate;

		Wrapper(String name, Object source, EnumerablePropertySource<?> delegate) {
			super(name, source);
			this.delegate = delegate;
		}

		@Override
		public String[] getPropertyNames() {
			return this.delegate.getPropertyNames();
		}

		@Override
		public @Nullable Object getProperty(String name) {
			return decrypt(this.delegate.getProperty(name));
		}

	}

	private static final class Opaque extends PropertySource<Object> {

		private final PropertySource<?> delegate;

		Opaque(String name, Object source, PropertySource<?> delegate) {
			super(name, source);
			this.delegate = delegate;
		}

		@Override
		public @Nullable Object getProperty(String name) {
			return decrypt(this.delegate.getProperty(name));
		}

	}

	private static final class Caching extends EnumerablePropertySource<Object> {

		private final EnumerablePropertySource<?> delegate;

		private final Map<String, Object[]> cache = new HashMap<>();

		Caching(EnumerablePropertySource<?> delegate) {
			super(delegate.getName(), delegate.getSource());
			this.delegate = delegate;
		}

		@Override
		public String[] getPropertyNames() {
			return this.delegate.getPropertyNames();
		}

		@Override
		public synchronized @Nullable Object getProperty(String name) {
			Object value = this.delegate.getProperty(name);
			Object[] cached = this.cache.get(name);
			if (cached == null || !Objects.equals(cached[0], value)) {
				cached = new Object[] { value, decrypt(value) };
				this.cache.put(name, cached);
			}
			return cached[1];
		}

	}

	/**
	 * A map that looks into the source whenever it is asked.
	 */
	private static final class View extends AbstractMap<String, Object> {

		private final EnumerablePropertySource<?> delegate;

		View(EnumerablePropertySource<?> delegate) {
			this.delegate = delegate;
		}

		@Override
		public boolean containsKey(Object key) {
			return this.delegate.containsProperty((String) key);
		}

		@Override
		public @Nullable Object get(Object key) {
			return decrypt(this.delegate.getProperty((String) key));
		}

		@Override
		public Set<Entry<String, Object>> entrySet() {
			return new AbstractSet<>() {

				@Override
				public Iterator<Entry<String, Object>> iterator() {
					return Arrays.stream(View.this.delegate.getPropertyNames())
						.<Entry<String, Object>>map((name) -> new SimpleEntry<>(name, get(name)))
						.iterator();
				}

				@Override
				public int size() {
					return View.this.delegate.getPropertyNames().length;
				}

				private @Nullable Object get(String name) {
					return View.this.get(name);
				}

			};
		}

	}

}

package io.setpoint.document;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * The chunks of one content as property sources, which are known to have names of their
 * own: to add them one by one would compare each with all others. Whoever changes them
 * changes a list of his own, until the next content.
 */
final class ChunkSources extends MutablePropertySources {

	private volatile @Nullable List<PropertySource<?>> chunks;

	/**
	 * Create sources.
	 * @param chunks the sources, no two of one name
	 */
	ChunkSources(List<PropertySource<?>> chunks) {
		this.chunks = List.copyOf(chunks);
	}

	private synchronized void own() {
		List<PropertySource<?>> chunks = this.chunks;
		if (chunks != null) {
			chunks.forEach(super::addLast);
			this.chunks = null;
		}
	}

	@Override
	public Iterator<PropertySource<?>> iterator() {
		List<PropertySource<?>> chunks = this.chunks;
		return (chunks != null) ? chunks.iterator() : super.iterator();
	}

	@Override
	public Spliterator<PropertySource<?>> spliterator() {
		List<PropertySource<?>> chunks = this.chunks;
		return (chunks != null) ? chunks.spliterator() : super.spliterator();
	}

	@Override
	public Stream<PropertySource<?>> stream() {
		List<PropertySource<?>> chunks = this.chunks;
		return (chunks != null) ? chunks.stream() : super.stream();
	}

	@Override
	public int size() {
		List<PropertySource<?>> chunks = this.chunks;
		return (chunks != null) ? chunks.size() : super.size();
	}

	@Override
	public boolean contains(String name) {
		return get(name) != null;
	}

	@Override
	public @Nullable PropertySource<?> get(String name) {
		return stream().filter((source) -> source.getName().equals(name)).findFirst().orElse(null);
	}

	@Override
	public int precedenceOf(PropertySource<?> propertySource) {
		List<PropertySource<?>> chunks = this.chunks;
		return (chunks != null) ? chunks.indexOf(propertySource) : super.precedenceOf(propertySource);
	}

	@Override
	public void addFirst(PropertySource<?> propertySource) {
		own();
		super.addFirst(propertySource);
	}

	@Override
	public void addLast(PropertySource<?> propertySource) {
		own();
		super.addLast(propertySource);
	}

	@Override
	public void addBefore(String relativePropertySourceName, PropertySource<?> propertySource) {
		own();
		super.addBefore(relativePropertySourceName, propertySource);
	}

	@Override
	public void addAfter(String relativePropertySourceName, PropertySource<?> propertySource) {
		own();
		super.addAfter(relativePropertySourceName, propertySource);
	}

	@Override
	public @Nullable PropertySource<?> remove(String name) {
		own();
		return super.remove(name);
	}

	@Override
	public void replace(String name, PropertySource<?> propertySource) {
		own();
		super.replace(name, propertySource);
	}

	@Override
	public String toString() {
		return stream().toList().toString();
	}

}

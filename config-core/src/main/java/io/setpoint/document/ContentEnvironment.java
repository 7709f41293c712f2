package io.setpoint.document;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Gives the chunks of the content that is shown as property sources. A chunk that stays
 * from one content to the next keeps its source, and with it what Boot has cached for it.
 */
final class ContentEnvironment extends AbstractEnvironment {

	private final String name;

	private @Nullable LocationPropertySource owner;

	private volatile LocationContent content;

	private volatile Sources sources;

	private volatile Sources previewed;

	private volatile @Nullable ConfigurableEnvironment followed;

	private volatile @Nullable PropertySource<?> wrapper;

	ContentEnvironment(String name, LocationContent content) {
		this.name = name;
		this.content = content;
		Sources none = new Sources(content, null, Map.of(), new MutablePropertySources());
		this.sources = next(content, null, none);
		this.previewed = this.sources;
	}

	void owner(LocationPropertySource owner) {
		this.owner = owner;
	}

	LocationPropertySource owner() {
		return Objects.requireNonNull(this.owner);
	}

	void show(LocationContent content) {
		this.content = content;
	}

	LocationContent content() {
		return this.content;
	}

	void follow(ConfigurableEnvironment environment) {
		this.followed = environment;
		this.wrapper = findWrapper(environment);
	}

	void settle() {
		this.followed = null;
	}

	private @Nullable PropertySource<?> findWrapper(ConfigurableEnvironment environment) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source == this.owner) {
				return null;
			}
			if (source.getSource() == this) {
				return source;
			}
		}
		return this.wrapper;
	}

	@Override
	public MutablePropertySources getPropertySources() {
		ConfigurableEnvironment followed = this.followed;
		if (followed != null) {
			this.wrapper = findWrapper(followed);
		}
		LocationContent preview = (this.owner != null) ? Preview.contentOf(this.owner) : null;
		if (preview != null && preview != this.content) {
			return preview(preview).propertySources();
		}
		Sources current = this.sources;
		return (isCurrent(current) ? current : update()).propertySources();
	}

	private boolean isCurrent(Sources sources) {
		return sources.content() == this.content && sources.wrapper() == this.wrapper;
	}

	private synchronized Sources update() {
		if (!isCurrent(this.sources)) {
			this.sources = next(this.content, this.wrapper, this.sources);
		}
		return this.sources;
	}

	private Sources preview(LocationContent content) {
		Sources previewed = this.previewed;
		if (previewed.content() != content || previewed.wrapper() != this.wrapper) {
			previewed = next(content, this.wrapper, this.sources);
			this.previewed = previewed;
		}
		return previewed;
	}

	private Sources next(LocationContent content, @Nullable PropertySource<?> wrapper, Sources before) {
		Map<Chunk<Slot>, ChunkPropertySource> known = (before.wrapper() == wrapper) ? before.byChunk() : Map.of();
		Map<Chunk<Slot>, ChunkPropertySource> byChunk = new IdentityHashMap<>();
		List<PropertySource<?>> propertySources = new ArrayList<>();
		for (Chunk<Slot> chunk : content.propertyTable().chunks()) {
			ChunkPropertySource source = known.get(chunk);
			source = (source != null) ? source : new ChunkPropertySource(this.name + "#" + chunk.id(), chunk, wrapper);
			byChunk.put(chunk, source);
			propertySources.add(source);
		}
		return new Sources(content, wrapper, byChunk, new ChunkSources(propertySources));
	}

	private record Sources(LocationContent content, @Nullable PropertySource<?> wrapper,
			Map<Chunk<Slot>, ChunkPropertySource> byChunk, MutablePropertySources propertySources) {

	}

}

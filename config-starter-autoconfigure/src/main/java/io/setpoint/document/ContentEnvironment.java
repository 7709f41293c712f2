package io.setpoint.document;

import java.util.IdentityHashMap;
import java.util.Map;

import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.MutablePropertySources;

/**
 * Gives the chunks of the content that is shown as property sources. A chunk that stays
 * from one content to the next keeps its source, and with it what Boot has cached for it.
 */
final class ContentEnvironment extends AbstractEnvironment {

	private final String name;

	private volatile LocationContent content;

	private volatile Sources sources;

	ContentEnvironment(String name, LocationContent content) {
		this.name = name;
		this.content = content;
		this.sources = new Sources(content, Map.of(), new MutablePropertySources());
		this.sources = next();
	}

	void show(LocationContent content) {
		this.content = content;
	}

	LocationContent content() {
		return this.content;
	}

	@Override
	public MutablePropertySources getPropertySources() {
		Sources current = this.sources;
		return ((current.content() == this.content) ? current : update()).propertySources();
	}

	private synchronized Sources update() {
		if (this.sources.content() != this.content) {
			this.sources = next();
		}
		return this.sources;
	}

	private Sources next() {
		LocationContent content = this.content;
		Map<Chunk<Slot>, ChunkPropertySource> known = this.sources.byChunk();
		Map<Chunk<Slot>, ChunkPropertySource> byChunk = new IdentityHashMap<>();
		MutablePropertySources propertySources = new MutablePropertySources();
		for (Chunk<Slot> chunk : content.propertyTable().chunks()) {
			ChunkPropertySource source = known.get(chunk);
			source = (source != null) ? source : new ChunkPropertySource(this.name + "#" + chunk.id(), chunk);
			byChunk.put(chunk, source);
			propertySources.addLast(source);
		}
		return new Sources(content, byChunk, propertySources);
	}

	private record Sources(LocationContent content, Map<Chunk<Slot>, ChunkPropertySource> byChunk,
			MutablePropertySources propertySources) {

	}

}

// The documentation site. scripts/site puts this directory and the Markdown files into one place and builds it.
import { defineConfig } from 'vitepress'

const page = (text, name) => ({ text, link: `/docs/${name}` })

const adaptToSite = md => {
    md.core.ruler.push('adapt-to-site', state => {
        for (const block of state.tokens) {
            // The theme has no style for indented code: long lines would leave the page.
            if (block.type === 'code_block') {
                block.type = 'fence'
                block.info = 'text'
            }
            // README.md is the start page.
            for (const token of block.children ?? []) {
                const href = token.type === 'link_open' ? token.attrGet('href') : null
                if (href?.match(/^(\.\.?\/)*README\.md/)) {
                    token.attrSet('href', href.replace('README.md', 'index.md'))
                }
            }
        }
    })
}

export default defineConfig({
    title: 'RbFly for Java',
    description: 'A client for RabbitMQ Streams that never blocks a thread',
    // Another one when the site is not at the root of its host, such as /rbfly-java/ on GitHub Pages.
    base: process.env.RBFLY_SITE_BASE ?? '/',
    cleanUrls: false,
    // Angle brackets and braces in the text are text.
    markdown: { html: false, config: adaptToSite },
    // The Javadoc is added when the pages are built; examples are files of the repository.
    ignoreDeadLinks: [/^\/api\//, /examples\//],
    themeConfig: {
        outline: [2, 3],
        search: { provider: 'local' },
        nav: [
            { text: 'Javadoc', link: '/api/index.html', target: '_self' },
            { text: 'Changes', link: '/CHANGELOG' },
            { text: 'Source', link: 'https://github.com/rbfly/rbfly-java' },
        ],
        sidebar: [
            {
                text: 'Begin',
                items: [
                    { text: 'RbFly for Java', link: '/' },
                    page('Getting started', 'getting-started'),
                    page('The ways to await', 'async-await'),
                    page('Coming from Python', 'coming-from-python'),
                    page('Coming from the official client', 'coming-from-the-official-client'),
                ],
            },
            {
                text: 'Use',
                items: [
                    page('Publish', 'publish'),
                    page('Subscribe', 'subscribe'),
                    page('Streams', 'streams'),
                    page('Offsets', 'offsets'),
                    page('Deduplication', 'deduplication'),
                    page('Batches and compression', 'batches'),
                    page('Filtering', 'filtering'),
                    page('Groups', 'groups'),
                    page('Super streams', 'super-streams'),
                    page('AMQP 1.0 messages', 'amqp'),
                    page('Reactor, Spring Boot, logging', 'integrations'),
                    page('Testing', 'testing'),
                ],
            },
            {
                text: 'Operate',
                items: [
                    page('Connections', 'connections'),
                    page('TLS', 'tls'),
                    page('Reconnect', 'reconnect'),
                    page('Errors', 'errors'),
                ],
            },
            {
                text: 'Understand',
                items: [
                    page('Concurrency and parallelism', 'concurrency'),
                    page('Threads', 'threads'),
                    page('Architecture', 'architecture'),
                    page('Simulation', 'simulation'),
                    page('Benchmarks', 'benchmarks'),
                ],
            },
            {
                text: 'Project',
                items: [
                    { text: 'Changes', link: '/CHANGELOG' },
                    { text: 'Contributing', link: '/CONTRIBUTING' },
                    { text: 'Security', link: '/SECURITY' },
                ],
            },
        ],
    },
})
